/** One thing that reads what others wrote. */
export interface Target<Input = unknown> {
  readonly name: string
  readonly inputs: import('fast-check').Arbitrary<Input>
  /** Reads the input: resolves with the error that refused it, if one did; throws where it was not refused by name. */
  read(input: Input): Promise<string | undefined> | string | undefined
  /** After the last input. */
  close?(): Promise<void>
}

/** What JavaScript says of itself; a message for a user never holds it. */
const raw =
  /Maximum call stack|Invalid (array|string|typed array) length|is not a function|is not iterable|Cannot (read|set|convert)|\[object Object\]|\bundefined\b|Unexpected (token|end)|heap out of memory|Invalid regular expression/

/** The message of a refusal, which must be ours. */
export function named(message: string): string {
  if (message.trim() === '' || raw.test(message)) throw new Error(`a raw message: ${JSON.stringify(message)}`)
  return message
}

/** Runs `work`; an error of one of these names is a refusal, any other escapes. */
export function refusalOf(work: () => unknown, ...names: readonly string[]): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return named(error.message)
    throw error
  }
}
