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
  /** The command that goes on after an interruption. */
  readonly goOn: string
}

/** What commands that run phases have in common: the plan of all plugins, progress, Ctrl-C and the deadline. */
export function phaseCommand(
  oclif: Config,
  session: Session,
  {progress, selection, timeoutMs, goOn}: PhaseCommandOptions,
) {
  let shown: Progress | undefined
  const tell = (line: string) => shown?.say(line)
  const {signal, end} = onInterruption({goOn, timeoutMs, tell})
  const plan = async (config: RdeConfig) =>
    planPhases(await contributedPhases(oclif, {config, data: session.data}), {...selection, config})
  const observe = async (phases: readonly Phase[]) => (shown = await chooseProgress(phases, progress))
  /** A tool that an interruption or the deadline ended says only that: the reason says more. */
  const reasonOf = (error: unknown): unknown => (signal.aborted && !isRdeError(error) ? signal.reason : error)
  return {plan, observe, signal, end, reasonOf}
}
