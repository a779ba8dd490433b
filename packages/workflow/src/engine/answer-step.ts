import {RdeError} from '@rde/errors'

import type {WorkflowContext} from '../run/context.js'
import {type Engine, withEngine} from './engine.js'
import type {RunSummary} from './run-summary.js'
import {stepsOfRun} from './steps-of-run.js'

export interface Answer {
  readonly run: string
  readonly step: string
  readonly answer: 'approved' | 'rejected'
}

export interface AnswerOptions extends Answer {
  readonly signal: AbortSignal
}

/** Answers a step that waits for approval. Throws if it is not an approval step or was already answered. */
export async function answerStep(
  context: WorkflowContext,
  {run: wanted, step, answer, signal}: AnswerOptions,
): Promise<Answer> {
  return withEngine(context, {signal}, async (engine) => {
    const run = await engine.runs.find(wanted)
    await checkWaiting(run, step, engine)
    await engine.runs.answer(run, step, answer)
    return {run: run.reference, step, answer}
  })
}

async function checkWaiting(run: RunSummary, step: string, {workflows}: Engine): Promise<void> {
  const {steps, current} = await stepsOfRun(run, {workflows, step})
  if (current && steps[0]?.type !== 'approval') throw notWaiting(run, `${step} is not an approval step`)
  const {phase} = run.steps.find(({name}) => name === step) ?? {}
  if (phase !== undefined && phase !== 'waiting') throw notWaiting(run, `the state of ${step} is ${phase}`)
  if (run.state !== 'pending' && run.state !== 'running') throw notWaiting(run, `the state of the run is ${run.state}`)
}

function notWaiting({reference}: RunSummary, reason: string): RdeError {
  return new RdeError(`No step of ${reference} is waiting for this answer: ${reason}.`, {
    code: 'RDE_STEP_NOT_ASKING',
    remedies: [{what: 'See the run', command: `rde workflow logs ${reference}`}],
    outcome: 'Nothing was changed.',
  })
}
