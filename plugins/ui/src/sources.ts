import {readdir} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'

import {openWorkflow, openWorkflowFile, readWorkflowBytes} from '@rde/workflow/file'

import type {FileRow, FolderRow} from './api.js'
import {Refusal} from './server/refusal.js'

/** The folders whose workflow files the page shows and runs. */
export interface Folders {
  readonly directory: string
  readonly current: string
}

export async function listFolders({directory, current}: Folders): Promise<FolderRow[]> {
  const folders = [{what: 'current', path: current} as const, {what: 'directory', path: directory} as const]
  const wanted = current === directory ? folders.slice(1) : folders
  return Promise.all(wanted.map(async (folder) => ({...folder, files: await listFiles(folder)})))
}

/** Opens a file of one of the folders; refuses any other. */
export function openListedFile(path: string, {directory, current}: Folders) {
  const isListed = [directory, current].includes(dirname(path)) && isYaml(basename(path))
  if (!isListed) throw new Refusal(404, `${path} is not one of the files shown here.`)
  return openWorkflowFile(path)
}

async function listFiles({path, what}: Pick<FolderRow, 'path' | 'what'>): Promise<FileRow[]> {
  const names = (await readdir(path).catch(() => [])).filter(isYaml).sort()
  const rows = await Promise.all(names.map((name) => fileRow(join(path, name))))
  // Other programs have YAML files in the current folder too.
  return rows.flatMap(({row, isWorkflow}) => (isWorkflow || what === 'directory' ? [row] : []))
}

async function fileRow(path: string): Promise<{row: FileRow; isWorkflow: boolean}> {
  const file = basename(path)
  try {
    const {name, document, problems, text} = openWorkflow(await readWorkflowBytes(path), {path})
    if (document !== undefined && name !== undefined)
      return {row: {file, name, steps: document.steps.length}, isWorkflow: document.steps.length > 0}
    const error = problems.find(({severity}) => severity === 'error')
    const problem = error === undefined ? 'is not a workflow' : `line ${error.line}: ${error.message}`
    return {row: {file, problem}, isWorkflow: /^steps:/m.test(text)}
  } catch (error) {
    return {row: {file, problem: (error as Error).message}, isWorkflow: false}
  }
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name)
}
