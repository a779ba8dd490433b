/** `absent`: a missing key or index, which `exists` and the default of `path` tolerate. */
export type ExpressionFault = 'syntax' | 'absent' | 'value'

/**
 * An expression that can never have a value. The message is relay-core's where that is cheap. A value that is only not
 * known yet is not an error: see `Evaluation.unresolved`.
 */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'

  /** The path in the value, the outermost key first. */
  readonly path: readonly string[]
  /** The offset in the text of the template. */
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

/** Runs `work`; prepends `path` to the path of an error that it throws. */
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

/** Runs `work`; prepends `prefix` to the message of an error that it throws. */
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
