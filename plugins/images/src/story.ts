interface Wishes {
  readonly quiet: boolean
  readonly verbose: boolean
  readonly json: boolean
}

interface Story {
  /** What is being done: only for somebody who watches. */
  report(line: string): void
  /** What a build's log should hold as well. */
  tell(line: string): void
}

/** How a command that builds call tells of itself: on stderr, and without a terminal hardly at all. */
export function storyOf(command: {logToStderr(line: string): void}, {quiet, verbose, json}: Wishes): Story {
  const say = (line: string) => command.logToStderr(line)
  const silent = () => {}
  const watched = !quiet && !json && (verbose || process.stderr.isTTY)
  return {report: watched ? say : silent, tell: quiet ? silent : say}
}
