import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import type {RunSummary} from '@rde/workflow/engine/run-store'

import {withEngine, type Engine} from '../../../../../packages/workflow/src/engine/engine.js'
import {stepsOf} from '../../../../../packages/workflow/src/engine/steps-of-run.js'

export interface AnswerOptions {
  readonly run: string
  readonly step: string
  readonly answer: 'approved' | 'rejected'
  readonly signal: AbortSignal
}

export interface Answered {
  readonly run: string
  readonly step: string
  readonly answer: 'approved' | 'rejected'
}

/** Answers a step that waits for approval. Throws where the step asks for none, or is answered already. */
export async function answerStep(
  session: Session,
  {run: wanted, step, answer, signal}: AnswerOptions,
): Promise<Answered> {
  return withEngine(session, signal, async (engine) => {
    const run = await engine.runs.find(wanted)
    await checkWaits(run, step, engine)
    await engine.runs.answer(run, step, answer)
    return {run: run.reference, step, answer}
  })
}

async function checkWaits(run: RunSummary, step: string, engine: Engine): Promise<void> {
  const [found] = await stepsOf(run, {engine, step})
  const workflow = await engine.workflows.find(run.workflow)
  const certain = workflow?.revision === run.revision
  if (certain && found?.type !== 'approval') throw notAsked(run, `${step} asks for no approval`)
  const {phase} = run.steps.find(({name}) => name === step) ?? {}
  if (phase !== undefined && phase !== 'waiting') throw notAsked(run, `${step} has ${phase} already`)
  if (run.state !== 'pending' && run.state !== 'running') throw notAsked(run, `the run has ${run.state} already`)
}

function notAsked({reference}: RunSummary, why: string): RdeError {
  return new RdeError(`Nothing in ${reference} waits for this answer: ${why}.`, {
    code: 'RDE_STEP_NOT_ASKING',
    remedies: [{what: 'See the run', command: `rde workflow logs ${reference}`}],
    outcome: 'Nothing was changed.',
  })
}
