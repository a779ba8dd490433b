/** The first JSON value of a text; the rest is ignored, as by Go's decoder. Undefined if no value is complete. */
export function firstJson(text: string): string | undefined {
  const start = text.search(/\S/)
  if (start === -1) return undefined
  const first = text[start]!
  if (first === '"') return text.slice(start, endOfString(text, start))
  if (first !== '{' && first !== '[') return /^[^\s,\]}]+/.exec(text.slice(start))?.[0]
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]!
    if (character === '"') at = endOfString(text, at) - 1
    else if ('{['.includes(character)) depth += 1
    else if ('}]'.includes(character)) depth -= 1
    if (depth === 0) return text.slice(start, at + 1)
  }
  return undefined
}

/** The offset after the closing quote; the end of the text if there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return text.length
}
