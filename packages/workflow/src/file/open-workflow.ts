import {readFile} from 'node:fs/promises'
import {basename} from 'node:path'

import {RdeError} from '@rde/errors'
import {checkWorkflowName} from '@rde/workflow/file/workflow-name'
import type {WorkflowDocument} from '@rde/workflow/document'

import type {ImageCommands} from '../resources/fill-from-docker.js'
import {renderProblems} from './render-problems.js'

/** A workflow file that may be run. */
export interface WorkflowFile {
  readonly path: string
  readonly name: string
  readonly bytes: Buffer
  readonly text: string
  /** As the file has it. */
  readonly document: WorkflowDocument
  /** `FILE:LINE:COLUMN: …`, a line each. */
  readonly warnings: readonly string[]
}

/**
 * Reads a workflow file; its name is the given one, else the file's own, else what its path ends in. Throws (exit 2) with
 * all that is wrong with it.
 */
export async function readWorkflowFile(path: string, name?: string): Promise<WorkflowFile> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error)
  })
  const {readWorkflow} = await import('@rde/workflow/file/read-workflow')
  const text = decoded(path, bytes)
  const {document, problems} = readWorkflow(text, name === undefined ? {} : {name})
  const lines = renderProblems(path, problems)
  if (document === undefined) throw faulty(path, lines)
  const own = name ?? document.name ?? nameOfPath(path)
  const wrong = checkWorkflowName(own)
  if (wrong !== undefined) throw faulty(path, [`${path}: ${wrong}`])
  return {path, name: own, bytes, text, document, warnings: lines}
}

/** The document as the cluster can run it: what a step's image runs by itself is in it. */
export async function filledDocument({path, document}: WorkflowFile, docker: ImageCommands) {
  const {fillFromDocker} = await import('../resources/fill-from-docker.js')
  const filled = await fillFromDocker(document, docker)
  return {document: filled.document, warnings: renderProblems(path, filled.problems)}
}

/** `20-deploy.yaml` is `deploy`: the number only puts files in an order. */
export function nameOfPath(path: string): string {
  return basename(path)
    .replace(/\.ya?ml$/i, '')
    .replace(/^[\d._-]+(?=[a-z])/, '')
}

/** Whether what the user typed names a file and not a workflow that was saved. */
export function isPath(target: string): boolean {
  return /[/\\]|\.ya?ml$/i.test(target)
}

function decoded(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    throw faulty(path, [`${path}: the file is not text in UTF-8`])
  }
}

function unreadable(path: string, {code, message}: NodeJS.ErrnoException): RdeError {
  const why = code === 'ENOENT' ? 'there is no such file' : message
  return new RdeError(`${path} cannot be read: ${why}.`, {
    code: 'RDE_WORKFLOW_FILE',
    exitCode: 2,
    remedies: [{what: 'For one that was saved, its name alone', command: 'rde workflow list'}],
  })
}

function faulty(path: string, lines: readonly string[]): RdeError {
  return new RdeError(`${path} cannot be run.\n${lines.map((line) => `  ${line}`).join('\n')}`, {
    code: 'RDE_WORKFLOW_INVALID',
    exitCode: 2,
    remedies: [{what: 'Correct it, and check it again', command: `rde workflow validate ${path}`}],
    outcome: 'Nothing was changed.',
  })
}
