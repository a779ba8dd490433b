/** rde's exit codes (public: README, "Exit codes"). A passthrough command returns the tool's own code instead. */
export const exitCodes = {
  failed: 1,
  /** Wrong usage, unknown command, invalid config.json. */
  usage: 2,
  /** A tool or Docker is missing, too old or does not answer. */
  toolUnavailable: 3,
  /** The cluster does not exist or is stopped. */
  clusterAbsent: 4,
  /** Another rde process holds the cluster lock. */
  busy: 5,
  deadline: 124,
  /** A passthrough program cannot be started: the code that a shell returns. */
  programUnusable: 126,
  /** A passthrough program was not found: the code that a shell returns. */
  programMissing: 127,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
