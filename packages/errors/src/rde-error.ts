import {nameCluster} from './rendering/as-typed.js'

/** A suggested action: its purpose, and the command line (or a plain instruction). */
export interface Remedy {
  readonly what: string
  /** If this is the command that failed, the other flags that the user typed are added. */
  readonly command: string
  /** Flags that are not added: `['on', 'detach']`. */
  readonly without?: readonly string[]
}

export interface RdeErrorDetails {
  /** Stable identifier, e.g. `RDE_TOOL_MISSING`. Scripts may match on it; the message may change. */
  readonly code: string
  /** The one to try first comes first. */
  readonly remedies?: readonly Remedy[]
  /** The effect on the user's system, one sentence: `Nothing was created.` */
  readonly outcome?: string
  /** One of `exitCodes`; default 1. */
  readonly exitCode?: number
}

/**
 * An expected failure with an explanation. Any other uncaught error is a bug.
 *
 * The field names are those of oclif's error printer, so a copy of this class from another plugin's node_modules prints
 * the same way. There is no `cause`: oclif would print all of it, including a tool's secrets.
 */
export class RdeError extends Error {
  override readonly name = 'RdeError'
  readonly code: string
  readonly remedies: readonly Remedy[]
  readonly outcome: string | undefined
  readonly suggestions: string[]
  readonly oclif: {exit: number}

  /** `message`: the first line names what failed; the following lines give the reason (the tool's last output). */
  constructor(message: string, {code, remedies = [], outcome, exitCode = 1}: RdeErrorDetails) {
    super(message)
    this.code = code
    this.remedies = remedies
    this.outcome = outcome
    this.suggestions = remedies.map(({what, command}) => `${what}: ${command}`)
    this.oclif = {exit: exitCode}
  }

  /** The shape that `--json` prints. */
  toJSON(): object {
    const {code, message, outcome, oclif} = this
    const remedies = this.remedies.map(({what, command}) => ({what, command: nameCluster(command)}))
    return {code, message, remedies, outcome, exitCode: oclif.exit}
  }
}

/** Recognises an RdeError by its fields, since it may come from another copy of this package. */
export function isRdeError(error: unknown): error is RdeError {
  return error instanceof Error && 'code' in error && 'remedies' in error && String(error.code).startsWith('RDE_')
}
