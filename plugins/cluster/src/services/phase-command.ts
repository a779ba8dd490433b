import type {Config} from '@oclif/core/interfaces'
import type {RdeConfig} from '@rde/config'
import {isRdeError} from '@rde/errors'
import {
  chooseProgress,
  contributedPhases,
  onInterruption,
  planPhases,
  type Phase,
  type PhaseSelection,
  type Progress,
  type ProgressOptions,
  type Session,
} from '@rde/plugin-kit'

export interface PhaseCommandOptions {
  readonly progress: ProgressOptions
  readonly selection?: PhaseSelection
  readonly timeoutMs: number
  /** The command that continues after an interruption. */
  readonly resumeCommand: string
}

/** The common parts of commands that run phases: the plan of all plugins, progress, Ctrl-C and the deadline. */
export function phaseCommand(
  oclif: Config,
  session: Session,
  {progress, selection, timeoutMs, resumeCommand}: PhaseCommandOptions,
) {
  let shown: Progress | undefined
  const print = (line: string) => shown?.print(line)
  const {signal, end} = onInterruption({resumeCommand, timeoutMs, print})
  const plan = async (config: RdeConfig) =>
    planPhases(await contributedPhases(oclif, {config, data: session.data}), {...selection, config})
  const observe = async (phases: readonly Phase[]) => (shown = await chooseProgress(phases, progress))
  /** The error of a tool that was ended by an interruption or the deadline; the signal's reason is more specific. */
  const reasonOf = (error: unknown): unknown => (signal.aborted && !isRdeError(error) ? signal.reason : error)
  return {plan, observe, signal, end, reasonOf}
}
