/** A colour, or a character that moves the cursor, clears lines or reverses the direction of writing. */
const special =
  // eslint-disable-next-line no-control-regex -- the expression has to match them
  /\u001B\[[\d;]*m|[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g

/**
 * Makes a text safe for a terminal: control characters are shown as `\x1b`; line breaks, tabs and colours stay. All
 * output of the host goes through this.
 */
export function printable(text: string): string {
  return text.replace(special, (found) => (found.length > 1 ? found : escapeFirst(found)))
}

/** Makes an untrusted name or value safe inside a line: line breaks, tabs and colours are escaped, too. */
export function printableValue(value: string): string {
  return value.replace(special, escapeFirst).replace(/[\n\t]/g, escapeFirst)
}

/** Replaces each of these words in a text by its `printableValue`. */
export function withPrintableWords(text: string, words: readonly string[]): string {
  const hostile = words.filter((word) => word !== '' && word !== printableValue(word))
  return hostile.reduce((shown, word) => shown.replaceAll(word, () => printableValue(word)), text)
}

/** Escapes characters in JSON that reverse the direction of writing. The value stays the same. */
export function printableJson(json: string): string {
  return json.replace(special, (found) => [...found].map((character) => `\\u${hex(character)}`).join(''))
}

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(4, '0')

const named: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}

function escapeFirst(text: string): string {
  const code = text.charCodeAt(0).toString(16)
  const escaped = named[text] ?? (code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`)
  return escaped + text.slice(1)
}
