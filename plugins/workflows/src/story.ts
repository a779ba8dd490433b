interface Output {
  logToStderr(line: string): void
}

/** What a command says beside its answer: on standard error, nothing with `--quiet`. */
export function noticesOf(command: Output, {quiet}: {readonly quiet: boolean}): (line: string) => void {
  return (line) => {
    if (!quiet) command.logToStderr(line)
  }
}
