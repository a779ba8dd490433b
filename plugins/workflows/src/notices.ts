interface Output {
  logToStderr(line: string): void
}

/** Prints what a command has to say beside its answer: on standard error, nothing with `--quiet`. */
export function noticePrinter(command: Output, {quiet}: {readonly quiet: boolean}): (line: string) => void {
  return (line) => {
    if (!quiet) command.logToStderr(line)
  }
}
