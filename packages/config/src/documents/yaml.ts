import {parse, stringify} from 'yaml'

/**
 * A document as YAML that Go's tools read correctly: a text that YAML 1.1 reads as a number or a boolean (`on`, `0o7`)
 * is quoted, no line is folded, and there are no aliases.
 */
export function formatYaml(document: unknown): string {
  return stringify(document, {compat: 'yaml-1.1', aliasDuplicateObjects: false, lineWidth: 0})
}

/** Parses a YAML text. Throws an Error that does not repeat the text (it may hold secrets) if it is not YAML. */
export function parseYaml(text: string): unknown {
  try {
    return parse(text, {prettyErrors: false, logLevel: 'error'}) as unknown
  } catch (error) {
    const {pos} = error as {pos?: readonly [number, number]}
    const line = pos === undefined ? undefined : text.slice(0, pos[0]).split('\n').length
    // eslint-disable-next-line preserve-caught-error -- the parser's error repeats the text
    throw new Error(line === undefined ? 'not YAML' : `not YAML (line ${line})`)
  }
}
