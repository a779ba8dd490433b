import {basename, extname} from 'node:path'

import {RdeError} from '@rde/errors'
import {checkWorkflowName} from '@rde/workflow/file/workflow-name'
import type {Problem, WorkflowDocument} from '@rde/workflow/document'
import type {Resource} from '@rde/workflow/resources/resource'
import {tenantResource} from '@rde/workflow/resources/tenant-resource'
import {workflowResource} from '@rde/workflow/resources/workflow-resource'

import {fillFromDocker, type ImageCommands} from '../../../../../packages/workflow/src/resources/fill-from-docker.js'
import {readWorkflowFile} from '../../read-workflow-file.js'
import {renderProblems} from '../../../../../packages/workflow/src/file/render-problems.js'

export interface TranslatedWorkflow {
  /** As kubectl takes it. */
  readonly list: {readonly apiVersion: 'v1'; readonly kind: 'List'; readonly items: readonly Resource[]}
  /** Warnings only. */
  readonly problems: readonly Problem[]
}

/** The resources that a workflow file becomes. Throws RDE_WORKFLOW_INVALID with all that is wrong with it. */
export async function translateWorkflow(file: string, docker: ImageCommands): Promise<TranslatedWorkflow> {
  const {document, problems} = await readWorkflowFile(file)
  if (document === undefined) throw invalidWorkflow(file, problems)
  const name = workflowName(file, document)
  const filled = await fillFromDocker(document, docker)
  const items = [tenantResource({name}), workflowResource(filled.document, {name})]
  return {list: {apiVersion: 'v1', kind: 'List', items}, problems: [...problems, ...filled.problems]}
}

/** The one that the file gives, else the file's own without its ending. */
function workflowName(file: string, {name = basename(file, extname(file))}: WorkflowDocument): string {
  const wrong = checkWorkflowName(name)
  if (wrong === undefined) return name
  throw new RdeError(`${file} gives no name that its workflow could go by: ${wrong}.`, {
    code: 'RDE_WORKFLOW_NAME',
    remedies: [{what: 'Give it one at the top of the file', command: 'name: my-workflow'}],
  })
}

function invalidWorkflow(file: string, problems: readonly Problem[]): RdeError {
  return new RdeError([`${file} is not a valid workflow:`, ...renderProblems(file, problems)].join('\n'), {
    code: 'RDE_WORKFLOW_INVALID',
    remedies: [{what: 'Correct it, then look again', command: `rde workflow validate ${file}`}],
  })
}
