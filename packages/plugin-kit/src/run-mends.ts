import type {Mend} from '@rde/toolchain'

import type {Phase, PhaseContext} from './phase.js'
import {chooseProgress, type ProgressOptions} from './progress/choose-progress.js'
import {runPhases} from './run-phases.js'

export interface TitledMend {
  readonly id: string
  readonly title: string
  readonly mend: Mend
}

export interface MendOptions {
  readonly signal: AbortSignal
  readonly progress: ProgressOptions
}

/** A tool is some 50 MB, and there are slow networks. */
const longestMs = 3_600_000

/** Mends one after another, with the progress of phases. */
export async function runMends(mends: readonly TitledMend[], {signal, progress}: MendOptions): Promise<void> {
  const phases = mends.map(({id, title, mend}, index): Phase => {
    const before = mends[index - 1]
    return {
      id,
      title,
      deadlineMs: longestMs,
      ...(before && {after: [before.id]}),
      async run(context) {
        await mend.run(context)
        return {changed: true, detail: 'fixed'}
      },
    }
  })
  const observer = await chooseProgress(phases, progress)
  // A mend asks for no more of the context than these.
  const context = (own: AbortSignal, report: (line: string) => void) => ({signal: own, report}) as PhaseContext
  await runPhases(phases, {signal, observer, context}).finally(() => observer.finished())
}
