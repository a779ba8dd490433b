import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {listLocalRuns, readLocalEvents, type LocalRunSummary} from '@rde/workflow/local/records/read-records'
import type {RunEvent} from '@rde/workflow/events'

import {unknownStep} from '../../../../../packages/workflow/src/engine/steps-of-run.js'

export interface LocalLogsOptions {
  /** As the user typed it. */
  readonly run: string
  readonly wanted: {readonly workflow: string; readonly number?: number}
  /** Of all steps unless given. */
  readonly step?: string | undefined
  readonly started: (run: LocalRunSummary, steps: readonly string[]) => void
  readonly tell: (event: RunEvent) => void
}

/** Tells again what a run without a cluster told, as far as it has come. */
export async function showLocalLogs({data}: Session, options: LocalLogsOptions): Promise<LocalRunSummary> {
  const {wanted, step, started, tell} = options
  const runs = await listLocalRuns(data.localRuns, wanted.workflow)
  const run = runs.find(({number}) => wanted.number === undefined || number === wanted.number)
  if (run === undefined) throw unknownRun(options.run)
  for await (const event of readLocalEvents(data.localRuns, run)) {
    if (event.type === 'run-started') {
      if (step !== undefined && !event.steps.includes(step))
        throw unknownStep(
          run,
          step,
          event.steps.map((name) => ({name})),
        )
      started(run, step === undefined ? event.steps : [step])
    } else if (event.type !== 'output' && (step === undefined || !('step' in event) || event.step === step)) tell(event)
  }
  return run
}

function unknownRun(text: string): RdeError {
  return new RdeError(`There is no record of a run ${text}; the last twenty of each workflow are kept.`, {
    code: 'RDE_RUN_UNKNOWN',
    remedies: [{what: 'See which there are', command: 'rde workflow runs'}],
  })
}
