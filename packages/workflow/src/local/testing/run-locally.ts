import type {ApprovalStep, ContainerStep, Step, WorkflowDocument} from '../../document.js'
import type {RunEnd, RunEvent} from '../../run/events.js'
import type {RunResult} from '../../run/run-request.js'
import type {Executor} from '../executor.js'
import {openHostExecutor} from '../host/open-host-executor.js'
import type {RunInputs} from '../run-state.js'
import {runSteps} from '../run-steps.js'
import type {LocalRun} from '../scheduler.js'

/** A step that runs shell commands. */
export function step(name: string, input: string, more: Partial<ContainerStep> = {}): ContainerStep {
  return {type: 'container', name, image: 'alpine:3.16', input: [input], dependsOn: [], ...more}
}

export function approval(name: string, more: Partial<ApprovalStep> = {}): ApprovalStep {
  return {type: 'approval', name, dependsOn: [], ...more}
}

export function documentOf(...steps: readonly Step[]): WorkflowDocument {
  return {parameters: {}, steps, triggers: []}
}

/** The shell command that sets an output. */
export function put(name: string, value: string): string {
  return `curl -fsS -X PUT -H 'Content-Type: text/plain' --data "${value}" "$METADATA_API_URL/outputs/${name}"`
}

export interface TestRunOptions {
  readonly inputs?: Partial<RunInputs>
  readonly executor?: Executor
  readonly maxParallel?: number
  readonly earlier?: LocalRun['earlier']
  readonly signal?: AbortSignal
  readonly decide?: LocalRun['decide']
  readonly allowUnresolved?: boolean
  readonly onEvent?: (event: RunEvent) => void
}

export interface TestRun extends RunEnd {
  readonly outputs: RunResult['outputs']
  readonly events: readonly RunEvent[]
  /** How each step ended: its phase, and the reason or the exit code where there is one. */
  readonly ends: Readonly<Record<string, string>>
  /** The lines that a step printed. */
  lines(step: string): string[]
}

/** Runs steps as processes on this machine unless another executor is given; closes the executor. */
export async function runTestSteps(steps: readonly Step[], options: TestRunOptions = {}): Promise<TestRun> {
  const environment = {PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? ''}
  const executor = options.executor ?? (await openHostExecutor({environment, graceMs: 300}))
  const events: RunEvent[] = []
  const emit = (event: RunEvent) => {
    events.push(event)
    options.onEvent?.(event)
  }
  try {
    const {end, outputs} = await runSteps({
      ...{run: 'test#1', workflow: 'test', document: documentOf(...steps), executor, emit},
      inputs: {parameters: {}, secrets: {}, connections: {}, ...options.inputs},
      maxParallel: options.maxParallel ?? 8,
      earlier: options.earlier,
      signal: options.signal ?? new AbortController().signal,
      ...(options.allowUnresolved && {allowUnresolved: true}),
      decide: options.decide ?? (() => Promise.reject(new Error('nothing to decide'))),
    })
    return {...end, outputs, events, ends: endsOf(events), lines: (name) => linesOf(events, name)}
  } finally {
    await executor.close()
  }
}

function endsOf(events: readonly RunEvent[]): Record<string, string> {
  const ends = events.filter((event) => event.type === 'step' && !['running', 'waiting'].includes(event.phase))
  return Object.fromEntries(
    ends.map((event) => {
      if (event.type !== 'step') throw new Error('not a step')
      const why = event.reason ?? (event.exitCode ? `exit code ${event.exitCode}` : undefined)
      return [event.step, why === undefined ? event.phase : `${event.phase}: ${why}`]
    }),
  )
}

function linesOf(events: readonly RunEvent[], name: string): string[] {
  return events.flatMap((event) => (event.type === 'log' && event.step === name ? [event.line] : []))
}
