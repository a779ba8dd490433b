import {RdeError} from '@rde/errors'
import type {RunSummary} from '@rde/workflow/engine/run-store'
import type {SavedStep} from '@rde/workflow/engine/workflow-store'

import type {Engine} from './engine.js'

interface Wanted {
  readonly engine: Engine
  /** Only this one. */
  readonly step?: string | undefined
}

/**
 * The steps of a run: as its workflow has them now, where that is still what the run was made of, else as the run itself
 * names them. Throws RDE_STEP_UNKNOWN for a step that it does not have.
 */
export async function stepsOf(run: RunSummary, {engine, step}: Wanted): Promise<readonly SavedStep[]> {
  const workflow = await engine.workflows.find(run.workflow)
  const same = workflow !== undefined && (run.steps.length === 0 || workflow.revision === run.revision)
  const steps = same ? workflow.steps : run.steps.map(({name}) => bare(name))
  const chosen = step === undefined ? steps : steps.filter(({name}) => name === step)
  if (step !== undefined && chosen.length === 0) throw unknownStep(run, step, steps)
  return chosen
}

function bare(name: string): SavedStep {
  return {name, type: 'container', image: '', dependsOn: []}
}

export function unknownStep(
  {reference}: Pick<RunSummary, 'reference'>,
  step: string,
  steps: ReadonlyArray<Pick<SavedStep, 'name'>>,
): RdeError {
  const known = steps.map(({name}) => name).join(', ') || 'none'
  return new RdeError(`${reference} has no step "${step}"; its steps: ${known}.`, {
    code: 'RDE_STEP_UNKNOWN',
    exitCode: 2,
    remedies: [{what: 'See the run', command: `rde workflow logs ${reference}`}],
  })
}
