/** A reader of untrusted input. */
export interface Target<Input = unknown> {
  readonly name: string
  readonly inputs: import('fast-check').Arbitrary<Input>
  /** Reads the input: resolves with the message of its refusal, if any; throws for any other error. */
  read(input: Input): Promise<string | undefined> | string | undefined
  /** Called after the last input. */
  close?(): Promise<void>
}

/** Texts of JavaScript errors; a message for a user must not contain them. */
const raw =
  /Maximum call stack|Invalid (array|string|typed array) length|is not a function|is not iterable|Cannot (read|set|convert)|\[object Object\]|\bundefined\b|Unexpected (token|end)|heap out of memory|Invalid regular expression/

/** Returns the message of a refusal; throws if it is not one of ours. */
export function named(message: string): string {
  if (message.trim() === '' || raw.test(message)) throw new Error(`a raw message: ${JSON.stringify(message)}`)
  return message
}

/** Runs `work`; an error with one of these names is a refusal, any other is rethrown. */
export function refusalOf(work: () => unknown, ...names: readonly string[]): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return named(error.message)
    throw error
  }
}
