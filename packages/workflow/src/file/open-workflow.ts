import {isUtf8} from 'node:buffer'
import {readdir} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'

import {fileReason} from '@rde/config/store/config-errors'
import {readAtMost} from '@rde/config/files/read-at-most'
import {exitCodes, nearest, printableValue, RdeError} from '@rde/errors'
import {quoteWord} from '@rde/process-runner/masking/command-line'

import type {Problem, WorkflowDocument} from '../document.js'
import {limits} from '../go-yaml/parse-yaml.js'
import {parseLocalReference} from '../local/local-reference.js'
import {readWorkflow} from './read-workflow.js'
import {checkWorkflowName, nameOfPath, suggestName} from './workflow-name.js'

/** A workflow file that can run. */
export interface WorkflowFile {
  /** As the user gave it. */
  readonly path: string
  readonly name: string
  readonly bytes: Buffer
  readonly text: string
  /** As in the file. */
  readonly document: WorkflowDocument
  /** `FILE:LINE:COLUMN: …`, a line each. */
  readonly warnings: readonly string[]
}

/** A workflow file as it was found, with or without errors. */
export interface OpenedWorkflow {
  readonly text: string
  /** Both are absent if the file has errors. */
  readonly name?: string
  readonly document?: WorkflowDocument
  /** All of them, in the order of the file. */
  readonly problems: readonly Problem[]
}

export interface OpenOptions {
  /** The path of the file. The workflow is named after it if the file has no `name`. */
  readonly path?: string
  /** The name of the workflow; takes precedence over the name in the file. */
  readonly name?: string | undefined
}

/** Reads a workflow file from its bytes. Reports everything that is wrong with it in `problems`; never throws. */
export function openWorkflow(bytes: Uint8Array, {path, name}: OpenOptions = {}): OpenedWorkflow {
  if (!isUtf8(bytes)) return {text: '', problems: [fileProblem('the file is not text in UTF-8')]}
  const text = Buffer.from(bytes)
    .toString()
    .replace(/^\uFEFF/, '')
  const {document, problems, isNameMissing} = readWorkflow(text, name === undefined ? {} : {name})
  const own = name ?? document?.name ?? (path === undefined ? undefined : nameOfPath(path))
  const wrong = isNameMissing && name === undefined && own !== undefined ? checkWorkflowName(own) : undefined
  if (wrong !== undefined) return {text, problems: [...problems, fileProblem(nameProblem(own!, wrong))]}
  return {text, problems, ...(document !== undefined && {document}), ...(own !== undefined && {name: own})}
}

/** Opens a workflow file to run or save it. Throws RDE_WORKFLOW_INVALID with all its errors. */
export async function openWorkflowFile(path: string, {name}: Pick<OpenOptions, 'name'> = {}): Promise<WorkflowFile> {
  const bytes = await readWorkflowBytes(path)
  const {text, document, problems, name: own} = openWorkflow(bytes, {path, name})
  if (document === undefined || own === undefined) throw invalidWorkflow(path, problems)
  return {path, name: own, bytes, text, document, warnings: problemLines(path, problems.filter(isWarning))}
}

/** The bytes of a workflow file. Throws RDE_WORKFLOW_FILE if it cannot be read, and suggests the nearest name. */
export async function readWorkflowBytes(path: string): Promise<Buffer> {
  try {
    return await readAtMost(path, limits.fileBytes)
  } catch (error) {
    throw await unreadable(path, error as NodeJS.ErrnoException)
  }
}

/** Whether the user's argument is a file and not a saved workflow. */
export function isPath(target: string): boolean {
  return /[/\\]|\.ya?ml$/i.test(target)
}

/** `FILE:LINE:COLUMN: message`, one line each, as editors and CI find them. */
export function problemLines(file: string, problems: readonly Problem[]): string[] {
  return problems.map(({line, column, message: raw, severity}) => {
    // Messages contain names of steps, fields and parameters from the file.
    const message = printableValue(raw)
    return `${file}:${line}:${column}: ${severity === 'error' ? message : `${severity}: ${message}`}`
  })
}

function isWarning({severity}: Problem): boolean {
  return severity === 'warning'
}

export function invalidWorkflow(path: string, problems: readonly Problem[]): RdeError {
  const errors = problems.filter(({severity}) => severity === 'error')
  const lines = problemLines(path, errors).map((line) => `  ${line}`)
  return new RdeError([`${path} is not a valid workflow.`, ...lines].join('\n'), {
    code: 'RDE_WORKFLOW_INVALID',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Correct it and check it again', command: `rde workflow validate ${path}`}],
    outcome: 'Nothing was changed.',
  })
}

/** A problem of the file as a whole. */
function fileProblem(message: string): Problem {
  return {line: 1, column: 1, severity: 'error', message}
}

function nameProblem(name: string, wrong: string): string {
  return `the file has no "name" field, and ${wrong}; add one, such as "name: ${suggestName(name)}"`
}

/** The reference of a run without a cluster looks like a path. */
function runNotFile(reference: string): RdeError {
  return new RdeError(`${printableValue(reference)} is a run, not a workflow file.`, {
    code: 'RDE_RUN_LOCAL',
    exitCode: exitCodes.usage,
    remedies: [
      {what: 'See its log', command: `rde workflow logs ${quoteWord(printableValue(reference))}`},
      {what: 'See the runs', command: 'rde workflow runs'},
    ],
  })
}

async function unreadable(path: string, error: NodeJS.ErrnoException): Promise<RdeError> {
  const {code} = error
  if (code === 'ENOENT' && parseLocalReference(path) !== undefined) return runNotFile(path)
  const near = code === 'ENOENT' ? await nearestFile(path) : undefined
  return new RdeError(`Cannot read ${path}: ${fileReason(error)}.`, {
    code: 'RDE_WORKFLOW_FILE',
    exitCode: exitCodes.usage,
    remedies: [
      ...(near === undefined
        ? []
        : [{what: 'The nearest file', command: `rde workflow validate ${quoteWord(printableValue(near))}`}]),
      {what: 'A saved workflow is named without a path or .yaml', command: 'rde workflow list'},
    ],
  })
}

/** The file in the same folder with the nearest name. */
async function nearestFile(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch(() => [])
  const found = nearest(
    basename(path),
    names.filter((name) => /\.ya?ml$/i.test(name)),
  )
  return found === undefined ? undefined : join(dirname(path), found)
}
