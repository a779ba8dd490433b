import type {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'

import {askOnTerminal} from './local/ask-on-terminal.js'
import type {Parameters} from '../../../packages/workflow/src/file/parameters.js'
import type {RunView} from './views/choose-run-view.js'
import {runFailure} from './views/run-failure.js'
import {RunMemory} from './views/run-memory.js'
import {runLocally, type LocalRunOptions, type LocalRunResult} from '../../../packages/workflow/src/local/run-locally.js'
import {readWorkflowFile} from '../../../packages/workflow/src/file/open-workflow.js'

export interface LocalWishes extends Pick<
  LocalRunOptions,
  'on' | 'secrets' | 'connections' | 'approve' | 'yes' | 'maxParallel' | 'verbose' | 'signal'
> {
  readonly target: string
  readonly parameters: Parameters
  readonly view: RunView
  readonly notice: (line: string) => void
}

export interface ShownLocalRun {
  readonly run: LocalRunResult
  /** Set where it did not succeed. */
  readonly failure?: RdeError
}

/** Runs a workflow file without a cluster and shows it. An interruption ends it. */
export async function runWithoutCluster(
  session: Session,
  {target, view, notice, ...options}: LocalWishes,
): Promise<ShownLocalRun> {
  const {name, text, document, warnings} = await readWorkflowFile(target)
  warnings.forEach(notice)
  const memory = new RunMemory()
  const onEvent: RunView['tell'] = (event) => {
    memory.take(event)
    view.tell(event)
  }
  const askNow = askOnTerminal()
  const ask = askNow && ((question: string) => view.standAside(() => askNow(question)))
  try {
    const about = {file: target, text, document, workflow: name}
    const run = await runLocally(session, {...options, ...about, onEvent, ask})
    if (run.outcome === 'succeeded') return {run}
    const again = `rde workflow run ${target} --on ${options.on}`
    const logs = (step: string) => `rde workflow logs ${run.run} ${step}`
    return {run, failure: runFailure({reference: run.run, outcome: run.outcome, again, logs}, memory)}
  } finally {
    view.finish()
  }
}
