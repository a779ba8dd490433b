import {isRdeError, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import type {RunSummary} from '@rde/workflow/engine/run-store'

import type {Parameters} from '../../../packages/workflow/src/file/parameters.js'
import type {RunView} from './views/choose-run-view.js'
import {runFailure} from './views/run-failure.js'
import {RunMemory} from './views/run-memory.js'
import {runWorkflow} from './services/workflow/run.js'

export interface ClusterRunOptions {
  readonly target: string
  readonly parameters: Parameters
  readonly follow: boolean
  readonly timeoutMs: number
  readonly view: RunView
  readonly notice: (line: string) => void
  readonly signal: AbortSignal
}

export interface ShownRun {
  readonly run: RunSummary
  /** Set where the run was followed and did not succeed, or was left before its end. */
  readonly failure?: RdeError
}

/** Runs a workflow on the cluster and shows it. An interruption ends the following only, and says so. */
export async function runOnCluster(session: Session, options: ClusterRunOptions): Promise<ShownRun> {
  const {view, target, parameters} = options
  const memory = new RunMemory()
  let begun: RunSummary | undefined
  const tell: RunView['tell'] = (event) => {
    memory.take(event)
    view.tell(event)
  }
  try {
    const {run, end} = await runWorkflow(session, {...options, tell, started: (run) => (begun = run)})
    if (end === undefined || end.outcome === 'succeeded') return {run}
    const again = `rde workflow run ${[target, ...Object.keys(parameters).map((name) => `-p ${name}=…`)].join(' ')}`
    const logs = (step: string) => `rde workflow logs ${run.reference} ${step}`
    return {run, failure: runFailure({reference: run.reference, again, logs, ...end}, memory)}
  } catch (error) {
    if (!options.signal.aborted || begun === undefined) throw error
    // Given, not thrown: whoever handles the interruption would say of it only that it was one.
    return {run: begun, failure: detached(begun, options.signal.reason)}
  } finally {
    view.finish()
  }
}

/** The exit code is the interruption's own. */
export function detached({reference}: RunSummary, reason: unknown): RdeError {
  const exitCode = isRdeError(reason) ? reason.oclif.exit : 130
  return new RdeError(`Detached from ${reference}, which goes on.`, {
    code: 'RDE_DETACHED',
    exitCode,
    remedies: [
      {what: 'Follow it again', command: `rde workflow logs ${reference} -f`},
      {what: 'Or end it', command: `rde workflow cancel ${reference}`},
    ],
  })
}
