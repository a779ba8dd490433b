import {readdir} from 'node:fs/promises'
import {homedir} from 'node:os'
import {dirname, join} from 'node:path'

import {fileReason} from '@rde/config/store/config-errors'
import {isRdeError, RdeError} from '@rde/errors'
import type {Phase, PhaseOutcome} from '@rde/plugin-kit'

import {type DirectoryRun, runDirectory} from './run-directory.js'

/**
 * Runs the workflow files of extensions, then those of the workflow directory in name order, at the end of a start,
 * according to `workflows.onStart`.
 */
export const workflowsPhase = (extensionFiles: readonly string[] = []): Phase => ({
  id: 'workflows',
  title: 'Workflows',
  after: ['relay-core', 'probe-run'],
  deadlineMs: 600_000,
  applies: ({stack}) => stack.profile !== 'bare',

  async run(context): Promise<PhaseOutcome> {
    const {onStart, directory: chosen} = context.config().workflows
    const directory = chosen ?? context.data.workflows
    if (onStart === 'never') return {changed: false, detail: 'none, as workflows.onStart says'}
    const files = [...extensionFiles, ...(await workflowFiles(directory))]
    if (files.length === 0) return {changed: false, detail: `none in ${directory.replace(homedir(), '~')}`}
    return outcomeOf(await runDirectory({files, always: onStart === 'always'}, context))
  },
})

/** In name order; empty if the folder does not exist. */
export async function workflowFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, {withFileTypes: true}).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new RdeError(`Cannot read the workflow directory ${directory}: ${fileReason(error)}.`, {
      code: 'RDE_WORKFLOW_DIRECTORY',
      remedies: [{what: 'Choose another one', command: 'rde config set workflows.directory ~/workflows'}],
    })
  })
  const names = entries.filter((entry) => !entry.isDirectory() && /\.ya?ml$/.test(entry.name)).map(({name}) => name)
  return names.sort().map((name) => join(directory, name))
}

/** One failed workflow fails the phase, after all have run. */
function outcomeOf(runs: readonly DirectoryRun[]): PhaseOutcome {
  const failed = runs.filter(({outcome}) => outcome === 'failed')
  const notes = runs.filter(({outcome}) => outcome !== 'unchanged').map(({detail}) => detail)
  const [first] = failed
  if (first === undefined) {
    const ran = runs.filter(({outcome}) => outcome === 'succeeded').length
    const detail = ran === 0 ? `${runs.length} unchanged since they last succeeded` : `${ran} of ${runs.length} ran`
    return {changed: ran > 0, detail, notes}
  }
  const folders = [...new Set(failed.map(({file}) => dirname(file)))]
  const remedies = isRdeError(first.error) ? first.error.remedies : []
  throw new RdeError(
    [
      `${failed.length} of ${runs.length} workflows in ${folders.join(' and ')} failed.`,
      ...runs.map(({detail}) => `  ${detail}`),
    ].join('\n'),
    {
      code: 'RDE_WORKFLOWS_FAILED',
      outcome: 'The cluster was kept; rde cluster start continues with workflows.',
      remedies: [
        ...remedies.slice(0, 1),
        {what: 'Run it by hand', command: `rde workflow run ${first.file} --follow`},
        {what: 'Or start without them', command: 'rde config set workflows.onStart never'},
      ],
    },
  )
}
