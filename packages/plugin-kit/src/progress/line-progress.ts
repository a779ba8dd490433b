interface ProgressOptions {
  readonly quiet: boolean
  readonly verbose: boolean
  readonly json: boolean
}

export interface LineProgress {
  /** Shows what is being done: only for somebody who watches. */
  report(line: string): void
  /** Shows what a build's log should hold as well. */
  note(line: string): void
}

/** The progress of a command that builds call: lines on standard error, and without a terminal hardly any. */
export function lineProgress({quiet, verbose, json}: ProgressOptions): LineProgress {
  const write = (line: string) => void process.stderr.write(`${line}\n`)
  const silent = () => {}
  const watched = !quiet && !json && (verbose || process.stderr.isTTY)
  return {report: watched ? write : silent, note: quiet ? silent : write}
}
