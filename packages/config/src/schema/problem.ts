/** One thing that is wrong with a configuration file. Never holds a value of it: that might be a secret. */
export interface Problem {
  /** Dotted; empty where the text is not even JSON. */
  readonly path: string
  /** From 1; undefined where no line is to blame. */
  readonly line: number | undefined
  readonly message: string
}

/** `line 4: cluster.agents must be a whole number`. */
export function formatProblem({path, line, message}: Problem): string {
  const where = line === undefined ? '' : `line ${line}: `
  return where + [path, message].filter((part) => part !== '').join(' ')
}

/** In the order of the file, so that a reader can go through it once. */
export function byLine(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
}
