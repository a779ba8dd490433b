import type {StepView} from '../../src/api.js'
import {duration, span, useNow} from '../time.js'
import {LongList} from './long-list.js'
import {StateIcon, stepState, stateWords} from './state.js'

interface TimelineProps {
  steps: readonly StepView[]
  startedAt: string | undefined
  endedAt: string | undefined
  running: boolean
  selected: string | undefined
  onSelect: (step: string) => void
}

/** The steps, one below the other, each with its duration. */
export function Timeline({steps, startedAt, endedAt, running, selected, onSelect}: TimelineProps) {
  const now = useNow(running)
  const begin = startedAt === undefined ? now : Date.parse(startedAt)
  const whole = Math.max(1, (endedAt === undefined ? now : Date.parse(endedAt)) - begin)
  return (
    // The bars shrink every second: only this number changes, however many there are.
    <ol class="timeline" style={{'--whole': whole}} onKeyDown={moveFocus}>
      <LongList
        items={steps}
        seen={(step) => [step, step.name === selected, onSelect, begin, step.phase === 'running' && now]}
        draw={(step) => <Row key={step.name} {...{step, begin, now, onSelect}} isSelected={step.name === selected} />}
      />
    </ol>
  )
}

interface RowProps extends Pick<TimelineProps, 'onSelect'> {
  step: StepView
  begin: number
  now: number
  isSelected: boolean
}

function Row({step, begin, now, isSelected, onSelect}: RowProps) {
  return (
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
        <Bar {...{step, begin, now}} />
      </button>
    </li>
  )
}

function Bar({step: {startedAt, endedAt, phase}, begin, now}: Pick<RowProps, 'step' | 'begin' | 'now'>) {
  if (startedAt === undefined) return <span class="track" />
  const left = share(Math.max(0, Date.parse(startedAt) - begin))
  const width = `max(0.8%, ${share(span(startedAt, endedAt, now))})`
  return (
    <span class="track">
      <span class={`bar ${phase}`} style={{left, width}} />
    </span>
  )
}

function share(ms: number): string {
  return `calc(100% * ${ms} / var(--whole))`
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
