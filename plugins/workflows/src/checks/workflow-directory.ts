import {exitCodes, isRdeError} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {failure, ok, warning, type Check} from '@rde/toolchain'
import {openWorkflow, readWorkflowBytes} from '@rde/workflow/file'

import {workflowFiles} from '../phases/workflows.js'

/** Finds files of the workflow directory that are not valid workflows: they would fail at the end of a start. */
export const workflowDirectory: Check<DoctorContext> = {
  id: 'workflow-directory',
  category: 'workflows',
  title: 'Workflow directory',
  problem: {code: 'RDE_WORKFLOWS_FAILED', exitCode: exitCodes.failed},
  applies: ({config}) =>
    config !== undefined && config.stack.profile !== 'bare' && config.workflows.onStart !== 'never',

  async run({config, data}) {
    const chosen = config!.workflows.directory
    const directory = chosen ?? data.workflows
    try {
      const files = await workflowFiles(directory)
      const troubles = await Promise.all(files.map(async (file) => ({file, trouble: await troubleOf(file)})))
      const bad = troubles.filter(({trouble}) => trouble !== undefined)
      if (bad.length === 0) return ok(files.length === 0 ? `none in ${directory}` : `${files.length} in ${directory}`)
      return warning(
        bad.map(({file, trouble}) => `${file} would fail at the next start: ${trouble}`).join('\n'),
        ...bad.map(({file}) => ({what: 'See all that is wrong', command: `rde workflow validate ${file}`})),
      )
    } catch (error) {
      if (!isRdeError(error)) throw error
      return failure(error.message, ...error.remedies)
    }
  },
}

/** The first problem of a file; undefined if it is a workflow. */
async function troubleOf(file: string): Promise<string | undefined> {
  try {
    const {document, problems} = openWorkflow(await readWorkflowBytes(file), {path: file})
    if (document !== undefined) return undefined
    const first = problems.find(({severity}) => severity === 'error')
    return first && `line ${first.line}: ${first.message}`
  } catch (error) {
    if (isRdeError(error)) return error.message
    throw error
  }
}
