import {exitCodes, RdeError} from '@rde/errors'

import type {WorkflowFile} from '../file/open-workflow.js'
import {asksImage} from '../resources/fill-commands.js'

/** Throws (exit 2) if a step cannot run without its image. */
export function checkHostable({path, document: {steps}}: Pick<WorkflowFile, 'path' | 'document'>): void {
  const only = steps.filter(asksImage)
  if (only.length === 0) return
  const names = only.map(({name, image}) => `${name} (${image})`).join(', ')
  const subject = only.length === 1 ? 'this step has' : 'these steps have'
  throw new RdeError(`Without containers there is nothing to run for ${names}: ${subject} neither input nor command.`, {
    code: 'RDE_WORKFLOW_NEEDS_IMAGE',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was run.',
    remedies: [
      {what: 'Run it in Docker', command: `rde workflow run ${path} --on docker`},
      {what: 'Or add to the step what it runs', command: 'input: [...] or command: ...'},
    ],
  })
}
