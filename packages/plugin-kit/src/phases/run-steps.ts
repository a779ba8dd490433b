import type {Mend, MendContext} from '@rde/toolchain'

import type {Phase, PhaseContext} from './phase.js'
import {chooseProgress, type ProgressOptions} from '../progress/choose-progress.js'
import {runPhases} from './run-phases.js'

/** A part of work that needs no cluster. */
export interface Step {
  readonly id: string
  readonly title: string
  /** Resolves with what was done, for the user's eyes. */
  run(context: MendContext): Promise<string>
}

export interface TitledMend {
  readonly id: string
  readonly title: string
  readonly mend: Mend
}

export interface StepOptions {
  readonly signal: AbortSignal
  readonly progress: ProgressOptions
}

/** A tool is some 50 MB, images are gigabytes, and there are slow networks. */
const longestMs = 4 * 3_600_000

/** Does one step after another, with the progress of phases. */
export async function runSteps(steps: readonly Step[], {signal, progress}: StepOptions): Promise<void> {
  const phases = steps.map(({id, title, run}, index): Phase => {
    const before = steps[index - 1]
    return {
      id,
      title,
      deadlineMs: longestMs,
      ...(before && {after: [before.id]}),
      run: async (context) => ({changed: true, detail: await run(context)}),
    }
  })
  const observer = await chooseProgress(phases, progress)
  // A step asks for no more of the context than these.
  const context = (own: AbortSignal, report: (line: string) => void) => ({signal: own, report}) as PhaseContext
  await runPhases(phases, {signal, observer, context}).finally(() => observer.finished())
}

/** Mends one after another. */
export async function runMends(mends: readonly TitledMend[], options: StepOptions): Promise<void> {
  const steps = mends.map(({id, title, mend}): Step => {
    const run = async (context: MendContext) => {
      await mend.run(context)
      return 'fixed'
    }
    return {id, title, run}
  })
  await runSteps(steps, options)
}
