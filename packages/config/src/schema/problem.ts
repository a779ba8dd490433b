/** A problem of a configuration file. Never contains a value, which might be a secret. */
export interface Problem {
  /** Dotted; empty if the text is not JSON. */
  readonly path: string
  /** From 1; undefined if the problem belongs to no line. */
  readonly line: number | undefined
  readonly message: string
}

/** `line 4: cluster.agents must be a whole number`. */
export function formatProblem({path, line, message}: Problem): string {
  const where = line === undefined ? '' : `line ${line}: `
  return where + [path, message].filter((part) => part !== '').join(' ')
}

/** Sorts problems in the order of the file. */
export function byLine(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
}
