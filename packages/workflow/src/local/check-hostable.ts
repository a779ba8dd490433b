import {RdeError} from '@rde/errors'

import type {WorkflowDocument} from '../document.js'
import {isContainer} from './run-state.js'

/** Throws (exit 2) where a step cannot run without its image. */
export function checkHostable({steps}: WorkflowDocument): void {
  const only = steps.filter(isContainer).filter(({input, command}) => input === undefined && command === undefined)
  if (only.length === 0) return
  const names = only.map(({name, image}) => `${name} (${image})`).join(', ')
  throw new RdeError(
    `Without containers there is nothing to run for ${names}: such a step says neither input nor command.`,
    {
      code: 'RDE_WORKFLOW_NEEDS_IMAGE',
      exitCode: 2,
      outcome: 'Nothing was run.',
      remedies: [
        {what: 'Run it in Docker', command: 'rde workflow run FILE --on docker'},
        {what: 'Or say in the file what the step runs', command: 'input: [...] or command: ...'},
      ],
    },
  )
}
