import {nameCluster} from './rendering/as-typed.js'

/** One thing that the reader can do: what it is good for, and the command line (or the plain words) that does it. */
export interface Remedy {
  readonly what: string
  /** One that is the command which failed gets all other flags that the user typed. */
  readonly command: string
  /** But for these: `['on', 'detach']`. */
  readonly without?: readonly string[]
}

export interface RdeErrorDetails {
  /** Stable identifier, e.g. `RDE_TOOL_MISSING`. Scripts may match on it; the message may change. */
  readonly code: string
  /** The first is the one to try next. */
  readonly remedies?: readonly Remedy[]
  /** What became of the user's things, one sentence: `Nothing was created.` */
  readonly outcome?: string
  /** 1 unless given; the table is `exitCodes`. */
  readonly exitCode?: number
}

/**
 * A failure we foresaw and can explain. Anything else that escapes is a bug.
 *
 * The fields carry the names oclif's error printer looks for, so a copy of this class loaded from another plugin's
 * node_modules prints just the same. There is no `cause`: oclif would print it whole, a tool's secrets included.
 */
export class RdeError extends Error {
  override readonly name = 'RdeError'
  readonly code: string
  readonly remedies: readonly Remedy[]
  readonly outcome: string | undefined
  readonly suggestions: string[]
  readonly oclif: {exit: number}

  /** `message`: what failed in the first line, why (the tool's own last words) in those that follow. */
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

/** Recognises an RdeError by its fields: it may come from another copy of this package. */
export function isRdeError(error: unknown): error is RdeError {
  return error instanceof Error && 'code' in error && 'remedies' in error && String(error.code).startsWith('RDE_')
}
