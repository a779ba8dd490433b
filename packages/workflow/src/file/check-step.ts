import {exitCodes, nearest, RdeError} from '@rde/errors'

import type {WorkflowDocument} from '../document.js'

/** Throws RDE_STEP_UNKNOWN (exit 2) for a step that the workflow does not have, and suggests the nearest one. */
export function checkStep(
  {steps}: Pick<WorkflowDocument, 'steps'>,
  {step, path}: {readonly step: string; readonly path: string},
): void {
  const names = steps.map(({name}) => name)
  if (names.includes(step)) return
  const near = nearest(step, names)
  const hint = near === undefined ? `its steps: ${names.join(', ') || 'none'}` : `did you mean "${near}"?`
  throw new RdeError(`${path} has no step "${step}"; ${hint}`, {
    code: 'RDE_STEP_UNKNOWN',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was run.',
    remedies: [{what: 'See its steps', command: `rde workflow show ${path}`}],
  })
}
