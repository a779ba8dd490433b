import type {ProcessRequest} from '../run/process-runner.js'

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/

/** The request as a shell command line, its input as a here-document or a file. */
export function commandLine({file, args, env = {}, input, inputFile, hidesInput = false}: ProcessRequest): string {
  const settings = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${quoteWord(value)}`,
  )
  const words = [...settings, ...[file, ...args].map(quoteWord)].join(' ')
  if (inputFile !== undefined) return `${words} < ${quoteWord(inputFile)}`
  if (input === undefined) return words
  return `${words} <<'END'\n${hidesInput ? '••••' : input.replace(/\n$/, '')}\nEND`
}

/** Quotes a word for a shell, if necessary. */
export function quoteWord(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
