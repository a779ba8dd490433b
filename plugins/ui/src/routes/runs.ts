import {answerStep, cancelRun} from '@rde/workflow/engine'
import {parseLocalReference} from '@rde/workflow/local'

import type {StartAnswer} from '../api.js'
import {runAgain} from '../runs/run-again.js'
import {sendRun} from '../runs/send-run.js'
import type {EventStream} from '../server/event-stream.js'
import {failureOf} from '../server/refusal.js'
import {bodyOf, route, text, type UiContext} from './ui-context.js'

export const runRoutes = [
  route('GET /api/runs/:run/events', async ({context, params, query}) => {
    const step = query.get('step') ?? undefined
    return {stream: (stream, lastId) => void streamRun(context, params.run, {stream, step, from: Number(lastId ?? 0)})}
  }),
  route('GET /api/runs/:run/graph', async ({context, params}) => {
    const {model, leave} = await context.openRuns.enter(params.run)
    leave()
    return {json: model.graph()}
  }),
  route('POST /api/runs/:run/answer', async ({context, params: {run}, body}) => {
    const {step: wanted, answer: given} = bodyOf(body)
    const step = text(wanted, 'step')
    const answer = text(given, 'answer', ['approved', 'rejected'] as const)
    if (isLocal(run)) context.ownRuns.answer(run, step, answer)
    else await answerStep(context.session, {run, step, answer, signal: context.signal})
    return {json: {}}
  }),
  route('POST /api/runs/:run/cancel', async ({context, params: {run}}) => {
    if (isLocal(run)) await context.ownRuns.cancel(run)
    else await cancelRun(context.session, {run, signal: context.signal})
    return {json: {}}
  }),
  route('POST /api/runs/:run/again', async ({context: {session, signal, ownRuns}, params: {run}}) => {
    const answer: StartAnswer = {run: await ownRuns.start(await runAgain(session, {run, signal}))}
    return {json: answer}
  }),
]

async function streamRun(
  {openRuns}: UiContext,
  run: string,
  options: {stream: EventStream; step: string | undefined; from: number},
): Promise<void> {
  const {stream} = options
  try {
    const {model, leave, failed} = await openRuns.enter(run)
    if (stream.closed.aborted) return leave()
    stream.closed.addEventListener('abort', leave)
    sendRun(model, options)
    const failure = await failed
    if (failure !== undefined) stream.send({type: 'failure', failure})
  } catch (error) {
    stream.send({type: 'failure', failure: failureOf(error)})
  }
}

function isLocal(run: string): boolean {
  return parseLocalReference(run) !== undefined
}
