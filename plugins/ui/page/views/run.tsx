import {useEffect, useRef, useState} from 'preact/hooks'

import type {RunHead, RunMessage, StartAnswer, StepView, Failure} from '../../src/api.js'
import type {GraphLayout} from '@rde/workflow/graph'
import {go, replaceQuery, runAddress} from '../address.js'
import {LostConnection} from '../parts/lost-connection.js'
import {Problem} from '../parts/problem.js'
import {RunBody} from '../parts/run-body.js'
import {stepState} from '../parts/state.js'
import {failureOf, send, useAnswer, useEvents} from '../server.js'

/** One run, live. */
export function RunView({run, query}: {run: string; query: URLSearchParams}) {
  const chosen = query.get('step') ?? undefined
  const [interesting, setInteresting] = useState<string>()
  const step = chosen ?? interesting
  const {state, connection} = useRun(run, step)
  const {head, steps, failure} = state
  const {data: graph} = useAnswer<GraphLayout>(`/api/runs/${encodeURIComponent(run)}/graph`, steps.length)
  const [problem, setProblem] = useState<Failure>()
  // Until a step is selected, the view follows the run.
  useEffect(() => setInteresting((before) => stepOfInterest(steps) ?? before), [steps])
  const act = async (action: string, body: object = {}) => {
    setProblem(undefined)
    try {
      const answer = await send<Partial<StartAnswer>>(`/api/runs/${encodeURIComponent(run)}/${action}`, body)
      if (answer.run !== undefined) go(runAddress(answer.run))
    } catch (error) {
      setProblem(failureOf(error))
    }
  }
  if (head === undefined) {
    if (failure !== undefined) return <Problem failure={failure} />
    return <p class="faint">{connection === 'lost' ? 'rde does not answer. Trying again …' : 'Loading …'}</p>
  }
  return (
    <>
      {connection === 'lost' && <LostConnection />}
      {problem !== undefined && <Problem failure={problem} />}
      {failure !== undefined && <Problem failure={failure} />}
      <RunBody
        {...{head, steps, graph, selected: step, log: state.log, onSelect: selectStep}}
        onAct={(action) => void act(action)}
        onAnswer={(name, answer) => void act('answer', {step: name, answer})}
      />
    </>
  )
}

function selectStep(name: string): void {
  replaceQuery(new URLSearchParams({step: name}))
}

interface RunState {
  head?: RunHead
  steps: readonly StepView[]
  failure?: Failure
  log: {step: string | undefined; lines: string[]; version: number}
}

/** The step to show first. */
function stepOfInterest(steps: readonly StepView[]): string | undefined {
  const of = (state: string) => steps.find((step) => stepState(step) === state)?.name
  return of('failed') ?? of('asking') ?? of('running')
}

/** The state of the stream so far; drawn at most once a frame. */
function useRun(run: string, step: string | undefined) {
  const [, draw] = useState(0)
  const state = useRef<RunState>({steps: [], log: {step: undefined, lines: [], version: 0}})
  const due = useRef(false)
  const {current} = state
  if (current.log.step !== step) current.log = {step, lines: [], version: 0}
  const wanted = step === undefined ? '' : `?step=${encodeURIComponent(step)}`
  const connection = useEvents<RunMessage>(`/api/runs/${encodeURIComponent(run)}/events${wanted}`, (message) => {
    take(current, message)
    if (due.current) return
    due.current = true
    // Not with requestAnimationFrame, which never fires in a background tab.
    setTimeout(() => {
      due.current = false
      draw((before) => before + 1)
    }, 16)
  })
  return {state: current, connection}
}

function take(state: RunState, message: RunMessage): void {
  if (message.type === 'head') state.head = message.head
  else if (message.type === 'failure') state.failure = message.failure
  else if (message.type === 'steps') state.steps = message.all ? message.steps : merge(state.steps, message.steps)
  else if (message.step === state.log.step) {
    const {log} = state
    log.lines.length = message.from
    for (const line of message.lines) log.lines.push(line)
    log.version += 1
  }
}

function merge(before: readonly StepView[], changed: readonly StepView[]): StepView[] {
  const byName = new Map(changed.map((step) => [step.name, step]))
  const known = new Set(before.map(({name}) => name))
  return [...before.map((step) => byName.get(step.name) ?? step), ...changed.filter(({name}) => !known.has(name))]
}
