import type {Engine} from './engine.js'
import {unknownStep} from './errors.js'
import type {RunSummary} from './run-summary.js'
import type {SavedStep} from './workflow-object.js'

export interface RunSteps {
  readonly steps: readonly SavedStep[]
  /** Whether the workflow is still the one that the run was created from; otherwise only the steps' names are known. */
  readonly current: boolean
}

/** The steps of a run. Throws RDE_STEP_UNKNOWN if it has no `step`. */
export async function stepsOfRun(
  run: RunSummary,
  {workflows, step}: Pick<Engine, 'workflows'> & {readonly step?: string | undefined},
): Promise<RunSteps> {
  const workflow = await workflows.find(run.workflow)
  const current = workflow !== undefined && (run.steps.length === 0 || workflow.revision === run.revision)
  const steps = current ? workflow.steps : run.steps.map(({name}) => stepWithName(name))
  const selected = step === undefined ? steps : steps.filter(({name}) => name === step)
  const names = steps.map(({name}) => name)
  if (step !== undefined && selected.length === 0) throw unknownStep(run.reference, step, names)
  return {steps: selected, current}
}

function stepWithName(name: string): SavedStep {
  return {name, type: 'container', image: '', dependsOn: []}
}
