import type {RunEvent, StepEvent} from '@rde/workflow'

import {printableLine} from './printable-event.js'

/** How many log lines of a failed step are shown. */
const lastLines = 5

export interface StepMemory {
  readonly event: StepEvent
  /** Its last log lines. */
  readonly lines: readonly string[]
}

/** Remembers the state and the last log lines of each step of a run. */
export class RunMemory {
  readonly #steps = new Map<string, {event: StepEvent; lines: string[]}>()

  /** In the order of the file. */
  get steps(): StepMemory[] {
    return [...this.#steps.values()]
  }

  take(event: RunEvent): void {
    if (event.type === 'run-started') for (const step of event.steps) this.#of(step)
    if (event.type === 'step') this.#of(event.step).event = event
    if (event.type === 'log') {
      const {lines} = this.#of(event.step)
      lines.push(printableLine(event.line))
      if (lines.length > lastLines) lines.shift()
    }
  }

  #of(step: string) {
    const known = this.#steps.get(step) ?? {event: {type: 'step', step, phase: 'waiting'}, lines: []}
    this.#steps.set(step, known)
    return known
  }
}
