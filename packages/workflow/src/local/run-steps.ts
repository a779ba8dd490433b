import {setMaxListeners} from 'node:events'

import type {WorkflowDocument} from '../document.js'
import type {RunEnd} from '../run/events.js'
import type {RunResult} from '../run/run-request.js'
import {serveMetadataApi} from './metadata-api/serve.js'
import {RunState, stepNames} from './run-state.js'
import {type LocalRun, Scheduler} from './scheduler.js'

/** Runs the steps of a workflow, each as soon as the values that it waits for are known. Leaves the executor open. */
export async function runSteps(run: LocalRun): Promise<{end: RunEnd; outputs: RunResult['outputs']}> {
  const {document, executor, emit} = run
  const onNotice = (step: string, message: string) => emit({type: 'notice', step, message})
  const api = await serveMetadataApi({...executor.api, onNotice})
  emit({type: 'run-started', run: run.run, workflow: run.workflow, steps: stepNames(document)})
  for (const message of executor.notices) emit({type: 'notice', message})
  try {
    const state = new RunState(run.inputs)
    for (const [step, outputs] of Object.entries(run.earlier?.outputs ?? {})) {
      for (const [name, value] of Object.entries(outputs)) state.setOutput(step, name, {value})
    }
    for (const step of run.earlier?.succeeded ?? []) {
      state.markEnded(step, 'succeeded')
      emit({type: 'step', step, phase: 'succeeded', reason: 'in the earlier run'})
    }
    const {allowUnresolved = false} = run
    const signal = AbortSignal.any([run.signal])
    // Each running step adds a listener.
    setMaxListeners(0, signal)
    const end = await new Scheduler({...run, signal}, {api, state, executor, emit, signal, allowUnresolved}).runAll()
    const {outcome, reason} = end
    emit({type: 'run-ended', run: run.run, outcome, ...(reason !== undefined && {reason})})
    return {end, outputs: outputsOf(document, state)}
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
