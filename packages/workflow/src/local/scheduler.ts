import {untilAborted} from '@rde/time'

import type {ApprovalStep, ContainerStep, Step, WorkflowDocument} from '../document.js'
import type {RunEnd, RunEvent} from '../run/events.js'
import type {Approval} from './approvals.js'
import type {Executor} from './executor.js'
import {judgeStep} from './judge-step.js'
import type {EarlierRun} from './resume.js'
import type {RunInputs} from './run-state.js'
import {runStep, type StepContext} from './run-step.js'

export interface LocalRun {
  /** `NAME#N` */
  readonly run: string
  readonly workflow: string
  readonly document: WorkflowDocument
  readonly inputs: RunInputs
  readonly executor: Executor
  /** How many steps may run in parallel. */
  readonly maxParallel: number
  /** Stops the steps and ends the run. */
  readonly signal: AbortSignal
  /** Asks whether an approval step is approved. */
  readonly decide: (step: string) => Promise<Approval>
  readonly emit: (event: RunEvent) => void
  /** Starts steps even if something they refer to is missing. */
  readonly allowUnresolved?: boolean
  /** Its outputs are known from the start, and its succeeded steps are not run again. */
  readonly earlier?: EarlierRun | undefined
}

/** Decides which steps of a run wait, start, are skipped or can never start. */
export class Scheduler {
  readonly #waiting: Map<Step, number>
  readonly #reported = new Map<Step, string>()
  readonly #failed: string[] = []
  readonly #rejected: string[] = []
  #underWay = 0
  #stepsRunning = 0
  #bug: unknown
  #wake: () => void = () => {}

  constructor(
    private readonly run: LocalRun,
    private readonly context: Omit<StepContext, 'onChange'>,
  ) {
    const done = new Set(run.earlier?.succeeded)
    const entries = run.document.steps.map((step, index) => [step, index] as const)
    this.#waiting = new Map(entries.filter(([{name}]) => !done.has(name)))
    run.signal.addEventListener('abort', () => this.#wake(), {once: true})
  }

  async runAll(): Promise<RunEnd> {
    for (;;) {
      const changed = new Promise<void>((resolve) => (this.#wake = resolve))
      if (this.run.signal.aborted) this.#skipAll()
      else this.#advance()
      if (this.#waiting.size === 0 && this.#underWay === 0) break
      await changed
    }
    if (this.#bug !== undefined) throw this.#bug
    if (this.run.signal.aborted) return {outcome: 'cancelled', reason: reasonOf(this.run.signal)}
    if (this.#failed.length > 0) return {outcome: 'failed', reason: `${this.#failed.join(', ')} failed`}
    if (this.#rejected.length === 0) return {outcome: 'succeeded'}
    return {outcome: 'rejected', reason: `${this.#rejected.join(', ')} was rejected`}
  }

  /** Starts and skips steps until only a running step can change anything. */
  #advance(): void {
    let unchanged = false
    while (!unchanged) {
      unchanged = true
      const environment = this.context.state.environment({answers: true})
      for (const [step, index] of this.#waiting) {
        const verdict = judgeStep(step, environment)
        if (verdict.go === 'wait') this.#reportWaiting(step, verdict.reason)
        else if (verdict.go === 'start') this.#begin(step, index)
        else {
          this.#end(step, 'skipped', verdict.reason)
          unchanged = false
        }
      }
      if (unchanged && this.#underWay === 0) unchanged = !this.#endStuck()
    }
  }

  #begin(step: Step, index: number): void {
    if (step.type === 'approval') this.#track(step, this.#ask(step))
    else if (this.#stepsRunning < this.run.maxParallel) this.#track(step, this.#runStep(step, index))
    else this.#reportWaiting(step, `waits for its turn: ${this.run.maxParallel} steps are running`)
  }

  #track(step: Step, work: Promise<void>): void {
    this.#waiting.delete(step)
    this.#underWay += 1
    void work
      .catch((error: unknown) => (this.#bug ??= error))
      .finally(() => {
        this.#underWay -= 1
        this.#wake()
      })
  }

  async #runStep(step: ContainerStep, index: number): Promise<void> {
    this.#stepsRunning += 1
    try {
      const succeeded = await runStep(step, index, {...this.context, onChange: () => this.#wake()})
      if (!succeeded) this.#failed.push(step.name)
    } finally {
      this.#stepsRunning -= 1
    }
  }

  async #ask(step: ApprovalStep): Promise<void> {
    const {state, emit, signal} = this.context
    this.#reportWaiting(step, 'approval')
    const startedAt = new Date().toISOString()
    const answer = await Promise.race([this.run.decide(step.name), untilAborted(signal)])
    if (answer === undefined) return this.#end(step, 'skipped', 'the run was stopped')
    state.setAnswer(step.name, answer)
    if (answer === 'rejected') {
      this.#rejected.push(step.name)
      return this.#end(step, 'skipped', 'rejected')
    }
    state.markEnded(step.name, 'succeeded')
    emit({
      type: 'step',
      step: step.name,
      phase: 'succeeded',
      reason: 'approved',
      startedAt,
      endedAt: new Date().toISOString(),
    })
  }

  /** Fails a step if no step is running: nothing that it waits for can become known any more. */
  #endStuck(): boolean {
    const steps = [...this.#waiting.keys()]
    const {state} = this.context
    const stuck = steps.find(({dependsOn}) => dependsOn.every((name) => state.hasEnded(name))) ?? steps[0]
    if (stuck === undefined) return false
    this.#failed.push(stuck.name)
    this.#end(stuck, 'failed', `can never start: ${this.#reported.get(stuck) ?? 'nothing is left to run'}`)
    return true
  }

  #skipAll(): void {
    for (const step of this.#waiting.keys()) this.#end(step, 'skipped', 'the run was stopped')
  }

  #end(step: Step, phase: 'skipped' | 'failed', reason: string): void {
    this.#waiting.delete(step)
    this.context.state.markEnded(step.name, phase)
    this.context.emit({type: 'step', step: step.name, phase, reason})
  }

  #reportWaiting(step: Step, reason: string): void {
    if (this.#reported.get(step) === reason) return
    this.#reported.set(step, reason)
    this.context.emit({type: 'step', step: step.name, phase: 'waiting', reason})
  }
}

function reasonOf({reason}: AbortSignal): string {
  return reason instanceof Error ? reason.message : 'stopped'
}
