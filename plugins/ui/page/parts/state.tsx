import type {RunState, StepPhase, StepView} from '../../src/api.js'

/** The state of a run or a step. A step that waits for an answer is `asking`. */
export type State = RunState | StepPhase | 'asking'

export const stateWords: Readonly<Record<State, string>> = {
  pending: 'Pending',
  waiting: 'Waiting',
  asking: 'Waiting for approval',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
}

export function stepState({phase, reason}: Pick<StepView, 'phase' | 'reason'>): State {
  return phase === 'waiting' && reason === 'approval' ? 'asking' : phase
}

/** Each state has its own shape: colour is never the only sign. */
const shapes: Readonly<Record<State, string>> = {
  pending: 'M8 4.5v4l2.5 1.5',
  waiting: '',
  asking: 'M6 6.2a2 2 0 1 1 2.8 1.9c-.6.3-.8.6-.8 1.3M8 11.4v.2',
  running: 'M8 8h.01',
  succeeded: 'M5 8.2 7.2 10.4 11 6',
  failed: 'M5.8 5.8 10.2 10.2M10.2 5.8 5.8 10.2',
  skipped: 'M5.2 8h5.6',
  cancelled: 'M6.2 6.2h3.6v3.6H6.2Z',
  rejected: 'M5 11 11 5',
}

/** The icon of a state; `labelled` if there is no text next to it. */
export function StateIcon({state, labelled = false}: {state: State; labelled?: boolean}) {
  return (
    <svg
      class={`icon ${state}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      {...(labelled ? {role: 'img', 'aria-label': stateWords[state]} : {'aria-hidden': true})}
    >
      <StateShape state={state} />
    </svg>
  )
}

/** To be drawn within another SVG. */
export function StateShape({state}: {state: State}) {
  return (
    <>
      <circle class="ring" cx="8" cy="8" r="6.5" />
      <path class="sign" d={shapes[state]} />
    </>
  )
}

export function StateBadge({state}: {state: State}) {
  return (
    <span class={`badge ${state}`}>
      <StateIcon state={state} />
      <span class="words">{stateWords[state]}</span>
    </span>
  )
}
