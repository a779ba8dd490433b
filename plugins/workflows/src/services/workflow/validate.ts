import type {Problem} from '@rde/workflow/document'

import {fillFromDocker, type ImageCommands} from '../../../../../packages/workflow/src/resources/fill-from-docker.js'
import {readWorkflowFile} from '../../read-workflow-file.js'

export interface ValidatedFile {
  readonly file: string
  readonly valid: boolean
  /** Warnings too: a file with nothing else is valid. */
  readonly problems: readonly Problem[]
}

/** Looks for all that is wrong with each of these files. */
export async function validateWorkflows(files: readonly string[], docker: ImageCommands): Promise<ValidatedFile[]> {
  return Promise.all(files.map((file) => validateWorkflow(file, docker)))
}

async function validateWorkflow(file: string, docker: ImageCommands): Promise<ValidatedFile> {
  const {document, problems} = await readWorkflowFile(file)
  if (document === undefined) return {file, valid: false, problems}
  const filled = await fillFromDocker(document, docker)
  return {file, valid: true, problems: [...problems, ...filled.problems]}
}
