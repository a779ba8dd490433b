import type {WorkflowReading} from '@rde/workflow/document'

/** Reads a workflow file, under the name that it is saved by where that is known. The reader is loaded for that only. */
export async function readFile(content: Buffer, name?: string): Promise<WorkflowReading> {
  const {readWorkflow} = await import('@rde/workflow/file/read-workflow')
  try {
    const text = new TextDecoder('utf-8', {fatal: true}).decode(content)
    return readWorkflow(text, name === undefined ? {} : {name})
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return {problems: [{line: 1, column: 1, severity: 'error', message: 'the file is not text in UTF-8'}]}
  }
}
