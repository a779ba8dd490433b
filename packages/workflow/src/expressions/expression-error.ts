/** `absent`: a key or an index that is not there, which `exists` and the default of `path` forgive. */
export type ExpressionFault = 'syntax' | 'absent' | 'value'

/**
 * An expression that can never have a value, however long one waits; its message is relay-core's, as far as that is cheap.
 * What is only not known yet is no error: `Evaluation.unresolved`.
 */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'

  /** Where in a value it happened, the outermost key first. */
  readonly path: readonly string[]
  /** Where in the text of a template it was found. */
  readonly offset: number | undefined

  constructor(
    readonly reason: string,
    readonly fault: ExpressionFault = 'value',
    {path = [], offset}: {readonly path?: readonly string[]; readonly offset?: number} = {},
  ) {
    super(path.length === 0 ? reason : `path ${quoted(path.join('.'))}: ${reason}`)
    this.path = path
    this.offset = offset
  }
}

/** Runs `work`; an error that escapes is told as one that happened below `path`. */
export function below<Result>(path: readonly string[], work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof ExpressionError && path.length > 0) {
      throw new ExpressionError(error.reason, error.fault, {path: [...path, ...error.path]})
    }
    throw error
  }
}

/** Runs `work`; an error that escapes is told with `prefix` before it. */
export function explained<Result>(prefix: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof ExpressionError) throw new ExpressionError(`${prefix}: ${error.message}`, error.fault)
    throw error
  }
}

export function quoted(text: string): string {
  return JSON.stringify(text)
}
