/** The line before the cursor, as the words that the command would get. */
export interface TypedLine {
  /** The complete words, without rde. */
  readonly words: readonly string[]
  /** The word at the cursor, as typed so far. */
  readonly current: string
  /** The quote that is open at the cursor. */
  readonly quote: Quote
}

export type Quote = '' | "'" | '"'

/** Reads a command line as bash does, up to the cursor. Only the last command of the line counts. */
export function readBashLine(line: string, point: number): TypedLine {
  let words: string[] = []
  let current: string | undefined
  let quote: Quote = ''
  const text = line.slice(0, point)
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!
    if (quote === "'") {
      if (letter === "'") quote = ''
      else current += letter
    } else if (letter === '\\' && (quote === '' || /["\\$`]/.test(text[at + 1] ?? ''))) {
      current = (current ?? '') + (text[(at += 1)] ?? '')
    } else if (quote === '"') {
      if (letter === '"') quote = ''
      else current += letter
    } else if (letter === "'" || letter === '"') {
      quote = letter
      current ??= ''
    } else if (/\s/.test(letter)) {
      if (current !== undefined) words.push(current)
      current = undefined
    } else if (/[;|&]/.test(letter)) {
      words = []
      current = undefined
    } else current = (current ?? '') + letter
  }
  const command = words.findIndex((word) => !/^\w+=/.test(word))
  return {words: command === -1 ? [] : words.slice(command + 1), current: current ?? '', quote}
}

/**
 * The text with which bash replaces the word at the cursor, or the part after the last of `breaks`: bash splits
 * `name:tag` into three words.
 */
export function insertInBash(value: string, {current, quote}: TypedLine, breaks: string): string | undefined {
  if (quote !== '') return quoteFor(value, quote)
  const ends = [...'@=:'].filter((letter) => breaks.includes(letter)).map((letter) => current.lastIndexOf(letter) + 1)
  const kept = current.slice(0, Math.max(0, ...ends))
  return value.startsWith(kept) ? escapeWord(value.slice(kept.length)) : undefined
}

function quoteFor(value: string, quote: Quote): string {
  return quote === "'" ? value.replaceAll("'", `'\\''`) : value.replace(/["\\$`]/g, '\\$&')
}

function escapeWord(value: string): string {
  const first = /^#/.test(value) ? '\\' : ''
  return first + value.replace(/[^\w@%+=:,./#~\u0080-\uffff-]/g, '\\$&')
}
