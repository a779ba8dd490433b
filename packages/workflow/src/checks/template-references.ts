import type {Reference} from './reference.js'

const tokens = /\s+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z_$][\w$-]*|\d+(?:\.\d+)?|\|>|[^\s]/gy

/** The names on top, and what their first part names. */
const tops: Readonly<Record<string, 'parameter' | 'output' | 'status' | undefined>> = {
  parameters: 'parameter',
  outputs: 'output',
  steps: 'status',
  secrets: undefined,
  connections: undefined,
  event: undefined,
}

const literals = new Set(['true', 'false', 'null', 'nil'])

/** What the `${…}` parts of a text speak of. Their syntax is not judged, but for an end that is missing. */
export function templateReferences(text: string): Reference[] {
  const found: Reference[] = []
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at)) {
    // $${ leaves the text as it stands.
    if (text.startsWith('$${', at)) at += 3
    else if (text.startsWith('${', at)) {
      const {inside, end} = templateTokens(text, at + 2)
      if (end === undefined)
        return [...found, {kind: 'fault', message: 'a template that begins with ${ does not end with }'}]
      found.push(...referencesOf(inside))
      at = end
    } else at += 1
  }
  return found
}

/** Up to the brace that closes the template; no end where there is none. */
function templateTokens(text: string, from: number): {inside: string[]; end?: number} {
  const inside: string[] = []
  let open = 0
  tokens.lastIndex = from
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [token] = match
    if (token === '}' && open === 0) return {inside, end: tokens.lastIndex}
    if (token === '{') open += 1
    if (token === '}') open -= 1
    if (token.trim() !== '') inside.push(token)
  }
  return {inside}
}

function referencesOf(inside: readonly string[]): Reference[] {
  const calls: string[] = []
  return inside.flatMap((token, index) => {
    const [before, after] = [inside[index - 1], inside[index + 1]]
    if (token === '(') calls.push(before ?? '')
    if (token === ')') calls.pop()
    // A name behind a point is a part of another; one before a colon is a key; a pipe's right side has rules of its own.
    if (!/^[A-Za-z_]/.test(token) || before === '.' || before === '|>' || after === ':') return []
    if (after === '(') return [{kind: 'function' as const, name: token}]
    return topReference(token, {part: firstPart(inside, index), optional: calls.includes('coalesce')})
  })
}

function topReference(top: string, {part, optional}: {part: string | undefined; optional: boolean}): Reference[] {
  if (literals.has(top)) return []
  if (!Object.hasOwn(tops, top))
    return [{kind: 'fault', message: `\${…} knows no name "${top}"; it begins with ${Object.keys(tops).join(', ')}`}]
  if (top === 'event') return [{kind: 'event'}]
  const kind = tops[top]
  return kind === undefined || part === undefined ? [] : [{kind, name: part, optional}]
}

/** `x` of `outputs.x`, `outputs.'x'` and `outputs['x']`; undefined where it is worked out. */
function firstPart(inside: readonly string[], index: number): string | undefined {
  const [sign, part, close] = inside.slice(index + 1, index + 4)
  if (part === undefined || (sign !== '.' && sign !== '[')) return undefined
  if (/^['"]/.test(part)) return sign === '[' && close !== ']' ? undefined : part.slice(1, -1)
  return sign === '.' ? part : undefined
}
