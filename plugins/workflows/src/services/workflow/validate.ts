import {isRdeError} from '@rde/errors'
import type {Problem} from '@rde/workflow'
import {openWorkflow, readWorkflowBytes} from '@rde/workflow/file'
import {fillFromDocker, type ImageCommands} from '@rde/workflow/resources'

export interface ValidatedFile {
  readonly file: string
  readonly valid: boolean
  /** Errors and warnings; a file with only warnings is valid. */
  readonly problems: readonly Problem[]
}

/** Finds all problems in each of these files. */
export async function validateWorkflows(files: readonly string[], docker: ImageCommands): Promise<ValidatedFile[]> {
  const validated: ValidatedFile[] = []
  // One after another: each file may ask Docker for its images.
  for (const file of files) validated.push(await validateWorkflow(file, {docker, only: files.length === 1}))
  return validated
}

/** If the only file cannot be read, that is an error; among several files, a problem of that file. */
async function validateWorkflow(
  file: string,
  {docker, only}: {readonly docker: ImageCommands; readonly only: boolean},
): Promise<ValidatedFile> {
  let bytes: Buffer
  try {
    bytes = await readWorkflowBytes(file)
  } catch (error) {
    if (only || !isRdeError(error)) throw error
    return {file, valid: false, problems: [{line: 1, column: 1, severity: 'error', message: error.message}]}
  }
  const {document, problems} = openWorkflow(bytes, {path: file})
  if (document === undefined) return {file, valid: false, problems}
  const filled = await fillFromDocker(document, docker)
  return {file, valid: true, problems: [...problems, ...filled.problems]}
}
