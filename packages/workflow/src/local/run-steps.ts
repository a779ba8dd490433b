import {setMaxListeners} from 'node:events'

import type {ApprovalStep, ContainerStep, Step, Value, WorkflowDocument} from '../document.js'
import type {RunEvent, RunOutcome} from '../events.js'
import type {Executor} from './executor.js'
import {judgeStep} from './judge-step.js'
import {serveMetadataApi} from './metadata-api/serve.js'
import {RunState, stepNames, type RunInputs} from './run-state.js'
import {runStep, type StepSurroundings} from './run-step.js'

export type Approval = 'approved' | 'rejected'

export interface LocalRun {
  /** `NAME#N` */
  readonly run: string
  readonly workflow: string
  readonly document: WorkflowDocument
  readonly inputs: RunInputs
  readonly executor: Executor
  /** How many steps run side by side at most. */
  readonly maxParallel: number
  /** Stops the steps and ends the run. */
  readonly signal: AbortSignal
  /** Asks whether an approval step is approved. */
  readonly decide: (step: string) => Promise<Approval>
  readonly emit: (event: RunEvent) => void
}

export interface RunResult {
  readonly outcome: RunOutcome
  readonly reason?: string
  /** By step, then by name; sensitive ones are left out. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, Value>>>>
}

/** Runs a workflow without a cluster, each step as soon as what it waits for is known. The executor stays open. */
export async function runWorkflow(run: LocalRun): Promise<RunResult> {
  const {document, executor, emit} = run
  const onNotice = (step: string, message: string) => emit({type: 'notice', step, message})
  const api = await serveMetadataApi({...executor.api, onNotice})
  emit({type: 'run-started', run: run.run, workflow: run.workflow, steps: stepNames(document)})
  for (const message of executor.notices) emit({type: 'notice', message})
  try {
    const state = new RunState(run.inputs)
    const signal = AbortSignal.any([run.signal])
    // Every step that runs listens.
    setMaxListeners(0, signal)
    const result = await new Course({...run, signal}, {api, state, executor, emit, signal}).complete()
    const {outcome, reason} = result
    emit({type: 'run-ended', run: run.run, outcome, ...(reason !== undefined && {reason})})
    return {...result, outputs: outputsOf(document, state)}
  } finally {
    await api.close()
  }
}

function outputsOf(document: WorkflowDocument, state: RunState): RunResult['outputs'] {
  const shown = (step: string) => [...state.outputsOf(step)].filter(([, {sensitive}]) => sensitive !== true)
  const entries = stepNames(document).map((step) => {
    return [step, Object.fromEntries(shown(step).map(([name, {value}]) => [name, value]))] as const
  })
  return Object.fromEntries(entries.filter(([, outputs]) => Object.keys(outputs).length > 0))
}

/** The course of one run: which steps wait, which are under way, and what to do next. */
class Course {
  readonly #waiting: Map<Step, number>
  readonly #told = new Map<Step, string>()
  readonly #failed: string[] = []
  #underWay = 0
  #stepsRunning = 0
  #defect: unknown
  #wake: () => void = () => {}

  constructor(
    private readonly run: LocalRun,
    private readonly around: Omit<StepSurroundings, 'onChange'>,
  ) {
    this.#waiting = new Map(run.document.steps.map((step, index) => [step, index]))
    run.signal.addEventListener('abort', () => this.#wake(), {once: true})
  }

  async complete(): Promise<{outcome: RunOutcome; reason?: string}> {
    for (;;) {
      const changed = new Promise<void>((resolve) => (this.#wake = resolve))
      if (this.run.signal.aborted) this.#giveUp()
      else this.#advance()
      if (this.#waiting.size === 0 && this.#underWay === 0) break
      await changed
    }
    if (this.#defect !== undefined) throw this.#defect
    if (this.run.signal.aborted) return {outcome: 'cancelled', reason: reasonOf(this.run.signal)}
    if (this.#failed.length === 0) return {outcome: 'succeeded'}
    return {outcome: 'failed', reason: `${this.#failed.join(', ')} failed`}
  }

  /** Starts and skips whatever can be, until nothing changes any more without a step's doing. */
  #advance(): void {
    let settled = false
    while (!settled) {
      settled = true
      const environment = this.around.state.environment({answers: true})
      for (const [step, index] of this.#waiting) {
        const verdict = judgeStep(step, environment)
        if (verdict.go === 'wait') this.#tellWaiting(step, verdict.reason)
        else if (verdict.go === 'start') this.#begin(step, index)
        else {
          this.#end(step, 'skipped', verdict.reason)
          settled = false
        }
      }
      if (settled && this.#underWay === 0) settled = !this.#endStuck()
    }
  }

  #begin(step: Step, index: number): void {
    if (step.type === 'approval') this.#track(step, this.#ask(step))
    else if (this.#stepsRunning < this.run.maxParallel) this.#track(step, this.#runStep(step, index))
    else this.#tellWaiting(step, `waits for its turn: ${this.run.maxParallel} run already`)
  }

  #track(step: Step, work: Promise<void>): void {
    this.#waiting.delete(step)
    this.#underWay += 1
    void work
      .catch((error: unknown) => (this.#defect ??= error))
      .finally(() => {
        this.#underWay -= 1
        this.#wake()
      })
  }

  async #runStep(step: ContainerStep, index: number): Promise<void> {
    this.#stepsRunning += 1
    try {
      const succeeded = await runStep(step, index, {...this.around, onChange: () => this.#wake()})
      if (!succeeded) this.#failed.push(step.name)
    } finally {
      this.#stepsRunning -= 1
    }
  }

  async #ask(step: ApprovalStep): Promise<void> {
    const {state, emit, signal} = this.around
    this.#tellWaiting(step, 'approval')
    const startedAt = new Date().toISOString()
    const answer = await Promise.race([this.run.decide(step.name), aborted(signal)])
    if (answer === undefined) return this.#end(step, 'skipped', 'the run was stopped')
    state.answer(step.name, answer)
    if (answer === 'rejected') return this.#end(step, 'skipped', 'rejected')
    state.ended(step.name, 'succeeded')
    emit({
      type: 'step',
      step: step.name,
      phase: 'succeeded',
      reason: 'approved',
      startedAt,
      endedAt: new Date().toISOString(),
    })
  }

  /** Nothing is under way, so what is waited for will never come: better said than waited for. */
  #endStuck(): boolean {
    const steps = [...this.#waiting.keys()]
    const {state} = this.around
    const stuck = steps.find(({dependsOn}) => dependsOn.every((name) => state.hasEnded(name))) ?? steps[0]
    if (stuck === undefined) return false
    this.#failed.push(stuck.name)
    this.#end(stuck, 'failed', `can never start: ${this.#told.get(stuck) ?? 'nothing is left to run'}`)
    return true
  }

  #giveUp(): void {
    for (const step of this.#waiting.keys()) this.#end(step, 'skipped', 'the run was stopped')
  }

  #end(step: Step, phase: 'skipped' | 'failed', reason: string): void {
    this.#waiting.delete(step)
    this.around.state.ended(step.name, phase)
    this.around.emit({type: 'step', step: step.name, phase, reason})
  }

  #tellWaiting(step: Step, reason: string): void {
    if (this.#told.get(step) === reason) return
    this.#told.set(step, reason)
    this.around.emit({type: 'step', step: step.name, phase: 'waiting', reason})
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), {once: true})
  })
}

function reasonOf({reason}: AbortSignal): string {
  return reason instanceof Error ? reason.message : 'stopped'
}
