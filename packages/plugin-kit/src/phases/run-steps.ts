import type {Mend, MendContext} from '@rde/toolchain'

import type {Phase, PhaseContext} from './phase.js'
import {chooseProgress, type ProgressOptions} from '../progress/choose-progress.js'
import {runPhases} from './run-phases.js'

/** A step of work that needs no cluster. */
export interface Step {
  readonly id: string
  readonly title: string
  /** Resolves with what was done, for the user. */
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

/** Runs the steps one after another, with the progress output of phases. */
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
  // A step uses only these members of the context.
  const context = (own: AbortSignal, report: (line: string) => void) => ({signal: own, report}) as PhaseContext
  await runPhases(phases, {signal, observer, context}).finally(() => observer.finished())
}

/** Runs the fixes one after another. */
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
