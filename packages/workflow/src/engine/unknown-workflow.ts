import {RdeError} from '@rde/errors'

export function unknownWorkflow(name: string): RdeError {
  return new RdeError(`There is no workflow "${name}" on the cluster.`, {
    code: 'RDE_WORKFLOW_UNKNOWN',
    remedies: [
      {what: 'See which there are', command: 'rde workflow list'},
      {what: 'Or bring one in', command: 'rde workflow save FILE'},
    ],
  })
}
