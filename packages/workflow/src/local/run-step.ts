import type {ContainerStep} from '../document.js'
import {evaluate} from '../expressions/evaluate.js'
import {ExpressionError} from '../expressions/expression-error.js'
import {goFormat, isMapping} from '../expressions/go-values.js'
import type {RunEvent} from '../run/events.js'
import {unresolvedField} from '../inputs/unresolved-field.js'
import type {Executor, StepEnd, StepJob} from './executor.js'
import type {MetadataApi} from './metadata-api/serve.js'
import type {ApiStep} from './metadata-api/routes.js'
import {namesSecret, type RunState} from './run-state.js'

export interface StepContext {
  readonly executor: Executor
  readonly api: MetadataApi
  readonly state: RunState
  readonly signal: AbortSignal
  readonly emit: (event: RunEvent) => void
  readonly allowUnresolved: boolean
  /** Called after a change that other steps may wait for. */
  readonly onChange: () => void
}

/**
 * Runs one step to its end, and emits its output and how it ended. Stops it when the signal is aborted. Resolves with
 * whether it succeeded.
 */
export async function runStep(step: ContainerStep, index: number, context: StepContext): Promise<boolean> {
  const {state, emit, onChange} = context
  const startedAt = new Date().toISOString()
  state.markStarted(step.name)
  emit({type: 'step', step: step.name, phase: 'running', startedAt})
  const missing = context.allowUnresolved ? undefined : unresolvedField(step, state.environment({answers: false}))
  const end = missing === undefined ? await runAdmitted(step, index, context) : {reason: missing.message}
  reportOutputs(step.name, context)
  const succeeded = end.exitCode === 0 && end.reason === undefined
  const phase = succeeded ? 'succeeded' : 'failed'
  const {exitCode, reason} = end
  const why = {...(exitCode !== undefined && {exitCode}), ...(reason !== undefined && {reason})}
  emit({type: 'step', step: step.name, phase, ...why, startedAt, endedAt: new Date().toISOString()})
  state.markEnded(step.name, phase)
  onChange()
  return succeeded
}

/** Runs a step, and admits it to the metadata API while it runs. */
async function runAdmitted(step: ContainerStep, index: number, context: StepContext): Promise<StepEnd> {
  const {api} = context
  const url = api.admit(apiStep(step, context))
  try {
    return await execute({step, index, url}, context)
  } finally {
    api.dismiss(url)
  }
}

interface AdmittedStep {
  readonly step: ContainerStep
  readonly index: number
  readonly url: string
}

async function execute({step, index, url}: AdmittedStep, context: StepContext): Promise<StepEnd> {
  const {executor, signal, emit} = context
  const job: StepJob = {
    step,
    index,
    env: {CI: 'true', RELAY: 'true', ...variablesOf(step, context), METADATA_API_URL: url},
    onLine: (line) => emit({type: 'log', step: step.name, line}),
    onNotice: (message) => emit({type: 'notice', step: step.name, message}),
  }
  const running = await executor.start(job)
  let stopped: Promise<void> | undefined
  const stop = () => (stopped = running.stop())
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, {once: true})
  const end = await running.ended
  signal.removeEventListener('abort', stop)
  if (stopped === undefined) return end
  await stopped
  return {reason: 'was stopped'}
}

function apiStep(step: ContainerStep, {state, onChange}: StepContext): ApiStep {
  return {
    step,
    environment: () => state.environment({answers: false}),
    secret: (name) => (namesSecret(step, name) && Object.hasOwn(state.secrets, name) ? state.secrets[name] : undefined),
    output: (from, name) => state.outputsOf(from).get(name),
    setOutput(name, output) {
      state.setOutput(step.name, name, output)
      onChange()
    },
  }
}

/** As relay-core: an unknown value stays the expression, and no variable is set if one of them is invalid. */
function variablesOf({name, env}: ContainerStep, {state, emit}: StepContext): Record<string, string> {
  if (env === undefined) return {}
  try {
    const {value} = evaluate(env, state.environment({answers: false}))
    if (!isMapping(value)) return {}
    return Object.fromEntries(Object.entries(value).map(([variable, content]) => [variable, goFormat(content)]))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    emit({type: 'notice', step: name, message: `its env cannot be evaluated, so none of it is set: ${error.message}`})
    return {}
  }
}

function reportOutputs(step: string, {state, emit}: StepContext): void {
  for (const [name, {value, sensitive}] of state.outputsOf(step)) {
    emit({type: 'output', step, name, ...(sensitive !== true && {value})})
  }
}
