import type {Problem} from '@rde/workflow'
import {inlineInputFiles, invalidWorkflow, openWorkflow, readWorkflowBytes} from '@rde/workflow/file'
import {
  fillFromDocker,
  type ImageCommands,
  type Resource,
  tenantResource,
  workflowResource,
} from '@rde/workflow/resources'

export interface TranslatedWorkflow {
  /** In the form that `kubectl apply` accepts. */
  readonly list: {readonly apiVersion: 'v1'; readonly kind: 'List'; readonly items: readonly Resource[]}
  /** Warnings only. */
  readonly problems: readonly Problem[]
}

/** Translates a workflow file into resources. Throws RDE_WORKFLOW_INVALID with all its errors. */
export async function translateWorkflow(path: string, docker: ImageCommands): Promise<TranslatedWorkflow> {
  const {document, name, problems} = openWorkflow(await readWorkflowBytes(path), {path})
  if (document === undefined || name === undefined) throw invalidWorkflow(path, problems)
  const inlined = await inlineInputFiles(document, {path})
  const filled = await fillFromDocker(inlined.document, docker)
  const items = [tenantResource({name}), workflowResource(filled.document, {name})]
  return {list: {apiVersion: 'v1', kind: 'List', items}, problems: [...problems, ...filled.problems]}
}
