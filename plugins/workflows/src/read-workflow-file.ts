import {isUtf8} from 'node:buffer'
import {readFile} from 'node:fs/promises'

import {fileFailed} from '@rde/config/config-errors'
import type {WorkflowReading} from '@rde/workflow/document'
import {readWorkflow} from '@rde/workflow/file/read-workflow'

/** Reads and checks a workflow file. Throws RDE_FILE_UNREADABLE where there is none to read. */
export async function readWorkflowFile(path: string): Promise<WorkflowReading> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileFailed('read', path, error)
  })
  if (isUtf8(bytes)) return readWorkflow(bytes.toString())
  return {problems: [{line: 1, column: 1, severity: 'error', message: 'the file is not text in UTF-8'}]}
}
