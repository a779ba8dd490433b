import {useMemo} from 'preact/hooks'

import type {StepView} from '../../src/api.js'
import {duration, span, useNow} from '../time.js'
import {StateIcon, stepState, stateWords} from './state.js'

interface TimelineProps {
  steps: readonly StepView[]
  startedAt: string | undefined
  endedAt: string | undefined
  running: boolean
  selected: string | undefined
  onSelect: (step: string) => void
}

/** The steps, one below the other, each with the time that it took. */
export function Timeline({steps, startedAt, endedAt, running, selected, onSelect}: TimelineProps) {
  const now = useNow(running)
  const begin = startedAt === undefined ? now : Date.parse(startedAt)
  const whole = Math.max(1, (endedAt === undefined ? now : Date.parse(endedAt)) - begin)
  return (
    <ol class="timeline" onKeyDown={moveFocus}>
      {steps.map((step) => (
        <Row key={step.name} {...{step, begin, whole, now, onSelect}} isSelected={step.name === selected} />
      ))}
    </ol>
  )
}

interface RowProps extends Pick<TimelineProps, 'onSelect'> {
  step: StepView
  begin: number
  whole: number
  now: number
  isSelected: boolean
}

/** Drawn anew only if it looks different: there may be hundreds of steps, and events by the dozen. */
function Row({step, begin, whole, now, isSelected, onSelect}: RowProps) {
  return useMemo(
    () => (
      <li>
        <button
          type="button"
          class="row"
          aria-current={isSelected ? 'true' : undefined}
          onClick={() => onSelect(step.name)}
        >
          <StateIcon state={stepState(step)} />
          <span class="name" title={step.name}>
            {step.name}
          </span>
          <span class="hidden">{stateWords[stepState(step)]}</span>
          <span class="time">{took(step, now)}</span>
          <Bar {...{step, begin, whole, now}} />
        </button>
      </li>
    ),
    [step, isSelected, begin, step.startedAt === undefined ? 0 : whole, step.phase === 'running' ? now : 0],
  )
}

function Bar({step, begin, whole, now}: {step: StepView; begin: number; whole: number; now: number}) {
  if (step.startedAt === undefined) return <span class="track" />
  const left = Math.min(100, Math.max(0, ((Date.parse(step.startedAt) - begin) / whole) * 100))
  const width = Math.min(100 - left, Math.max(0.8, (span(step.startedAt, step.endedAt, now) / whole) * 100))
  return (
    <span class="track">
      <span class={`bar ${step.phase}`} style={{left: `${left}%`, width: `${width}%`}} />
    </span>
  )
}

function took({phase, startedAt, endedAt}: StepView, now: number): string {
  if (startedAt === undefined) return ''
  return phase === 'waiting' ? '' : duration(span(startedAt, endedAt, now))
}

/** Arrow keys go from step to step, as in any list. */
function moveFocus(event: KeyboardEvent): void {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key]
  if (step === undefined) return
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll('button')]
  const next = rows[rows.indexOf(document.activeElement as HTMLButtonElement) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
