/** What rde's exit codes mean (a public table: README, "Exit codes"). A passthrough gives the tool's own code instead. */
export const exitCodes = {
  failed: 1,
  /** Wrong usage, unknown command, invalid config.json. */
  usage: 2,
  /** A tool or Docker is missing, too old or does not answer. */
  toolUnavailable: 3,
  /** The cluster does not exist or is stopped. */
  clusterAbsent: 4,
  /** Another rde holds the cluster. */
  busy: 5,
  deadline: 124,
  /** A program that was to be lent the terminal does not start: the shell's own code. */
  programUnusable: 126,
  /** The same for one that is not there. */
  programMissing: 127,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
