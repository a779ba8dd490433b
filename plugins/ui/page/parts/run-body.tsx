import {useEffect, useMemo} from 'preact/hooks'

import type {RunHead, StepView} from '../../src/api.js'
import type {GraphLayout} from '@rde/workflow/graph'
import {ago, duration, span, useNow} from '../time.js'
import {Graph} from './graph.js'
import {Remedies} from './problem.js'
import {StateBadge, stepState} from './state.js'
import {StepDetail} from './step-detail.js'
import {Timeline} from './timeline.js'

export interface RunBodyProps {
  head: RunHead
  steps: readonly StepView[]
  graph: GraphLayout | undefined
  selected: string | undefined
  log: {lines: readonly string[]; version: number}
  onSelect: (step: string) => void
  /** Absent in a report. */
  onAct?: (action: 'cancel' | 'again') => void
  onAnswer?: (step: string, answer: 'approved' | 'rejected') => void
}

/** A run as the live page and the report show it. */
export function RunBody({head, steps, graph, selected, log, onSelect, onAct, onAnswer}: RunBodyProps) {
  const {state, actions, reason, remedies, notices} = head
  const running = state === 'running' || state === 'pending'
  const shown = steps.find(({name}) => name === selected) ?? steps[0]
  useEffect(() => {
    document.title = `${head.run} ${state} · rde`
  }, [head.run, state])
  const answer = onAnswer !== undefined && actions.answer && shown !== undefined
  return (
    <>
      <RunHeader {...{head, running, onAct}} />
      {(reason !== undefined || remedies.length > 0) && (
        <div class={`outcome ${state}`}>
          {reason !== undefined && <p class="lines">{reason}</p>}
          <Remedies remedies={remedies} />
        </div>
      )}
      {notices.length > 0 && (
        <ul class="notice" aria-label="Notices">
          {notices.map((notice) => (
            <li class="lines">{notice}</li>
          ))}
        </ul>
      )}
      {useGraph({graph, steps, selected: shown?.name, onSelect})}
      <div class="split">
        <section aria-label="Steps">{useTimeline({head, running, steps, selected: shown?.name, onSelect})}</section>
        {shown !== undefined && (
          <StepDetail
            key={shown.name}
            step={shown}
            lines={log.lines}
            version={log.version}
            onAnswer={answer ? (given) => onAnswer(shown.name, given) : undefined}
          />
        )}
      </div>
    </>
  )
}

type StepsProps = Pick<RunBodyProps, 'steps' | 'selected' | 'onSelect'>

/** Redrawn only when steps change: logs grow far more often, and there may be hundreds of steps. */
function useGraph({graph, steps, selected, onSelect}: StepsProps & Pick<RunBodyProps, 'graph'>) {
  return useMemo(() => {
    if (graph === undefined || graph.nodes.length === 0) return null
    const states = new Map(steps.map((step) => [step.name, stepState(step)]))
    return <Graph layout={graph} {...{states, selected, onSelect}} />
  }, [graph, steps, selected, onSelect])
}

function useTimeline({head, ...shown}: StepsProps & {head: RunHead; running: boolean}) {
  const {createdAt: startedAt, endedAt} = head
  const {steps, running, selected, onSelect} = shown
  return useMemo(
    () => <Timeline {...shown} {...{startedAt, endedAt}} />,
    [steps, running, selected, onSelect, startedAt, endedAt],
  )
}

const places = {cluster: 'on the cluster', docker: 'in Docker', host: 'on this machine'} as const

function RunHeader({head, running, onAct}: {head: RunHead; running: boolean; onAct: RunBodyProps['onAct']}) {
  const now = useNow(running)
  const {run, on, state, createdAt, endedAt, parameters, actions} = head
  return (
    <div class="run-head">
      <div>
        <h1>
          {run} <StateBadge state={state} />
        </h1>
        <p class="faint">
          {places[on]}
          {createdAt !== undefined && (
            <>
              , <time dateTime={createdAt}>{ago(createdAt, now)}</time>, {duration(span(createdAt, endedAt, now))}
            </>
          )}
        </p>
        {parameters.length > 0 && (
          <ul class="parameters" aria-label="Parameters">
            {parameters.map(({name, text}) => (
              <li>
                <span class="faint">{name}</span> {text ?? '••••'}
              </li>
            ))}
          </ul>
        )}
      </div>
      {onAct !== undefined && (
        <div class="actions">
          {actions.cancel && running && (
            <button type="button" onClick={() => onAct('cancel')}>
              Cancel
            </button>
          )}
          {actions.again && !running && (
            <button type="button" class="primary" onClick={() => onAct('again')}>
              Run again
            </button>
          )}
        </div>
      )}
    </div>
  )
}
