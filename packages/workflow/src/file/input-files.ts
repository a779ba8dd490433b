import {createHash} from 'node:crypto'
import {dirname, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'

import {fileReason} from '@rde/config/store/config-errors'
import {readAtMost} from '@rde/config/files/read-at-most'
import {exitCodes, RdeError} from '@rde/errors'

import type {Step, WorkflowDocument} from '../document.js'
import type {WorkflowFile} from './open-workflow.js'

/** The content of an input file: its address, size and checksum. */
export interface InputFile {
  readonly step: string
  readonly address: string
  readonly bytes: number
  readonly sha256: string
}

export interface InlinedWorkflow {
  /** The steps have `input` instead of `inputFile`. */
  readonly document: WorkflowDocument
  readonly inputFiles: readonly InputFile[]
}

export interface InlineOptions {
  /** The workflow file; paths are relative to its folder. Without it only URLs can be fetched. */
  readonly path?: string
  readonly fetch?: (address: string, signal: AbortSignal) => Promise<Response>
}

/** A larger script would not fit into one object together with the rest of the workflow. */
const maxBytes = 512 * 1024
const tooLarge = `it is larger than ${maxBytes / 1024} KiB`
const timeoutMs = 30_000

/** Replaces the input files of steps with `input`, as the hosted Relay did. Throws RDE_INPUT_FILE. */
export async function inlineInputFiles(document: WorkflowDocument, options: InlineOptions): Promise<InlinedWorkflow> {
  const inlined = await Promise.all(document.steps.map((step) => inlineStep(step, options)))
  return {
    document: {...document, steps: inlined.map(({step}) => step)},
    inputFiles: inlined.flatMap(({file}) => (file === undefined ? [] : [file])),
  }
}

/** The workflow file with its input files inlined; reports each one as a notice. */
export async function inlineWorkflowFile(
  file: WorkflowFile,
  onNotice: (line: string) => void,
): Promise<WorkflowFile & {readonly inputFiles: readonly InputFile[]}> {
  const {document, inputFiles} = await inlineInputFiles(file.document, {path: file.path})
  inputFiles.map(describeInputFile).forEach(onNotice)
  return {...file, document, inputFiles}
}

export function describeInputFile({step, address, bytes, sha256}: InputFile): string {
  return `Step ${step} runs ${address} (${bytes} bytes, SHA-256 ${sha256}).`
}

async function inlineStep(step: Step, options: InlineOptions): Promise<{step: Step; file?: InputFile}> {
  if (step.type !== 'container' || step.inputFile === undefined) return {step}
  const {inputFile, ...rest} = step
  const content = await read(inputFile, step.name, options)
  if (content.length > maxBytes) throw inputFileError(step.name, inputFile, tooLarge)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const file = {step: step.name, address: inputFile, bytes: content.length, sha256}
  return {step: {...rest, input: content.toString().split('\n')}, file}
}

async function read(address: string, step: string, options: InlineOptions): Promise<Buffer> {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === 'https') return download(address, step, options)
  if (scheme !== undefined && scheme !== 'file') throw inputFileError(step, address, `only https addresses are fetched`)
  if (options.path === undefined) throw inputFileError(step, address, 'a path has no meaning without the workflow file')
  const path = scheme === 'file' ? fileURLToPath(address) : resolve(dirname(options.path), address)
  return readAtMost(path, maxBytes).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EFBIG') throw inputFileError(step, address, tooLarge)
    throw inputFileError(step, address, error.code === 'ENOENT' ? `there is no file ${path}` : fileReason(error))
  })
}

async function download(address: string, step: string, {fetch: request = fetchFile}: InlineOptions): Promise<Buffer> {
  try {
    const response = await request(address, AbortSignal.timeout(timeoutMs))
    if (!response.ok) throw new Error(`the server answered ${response.status}`)
    if (response.url !== '' && !response.url.startsWith('https:'))
      throw new Error('the server redirects to an address without https')
    return await readBounded(response)
  } catch (error) {
    const {message, cause} = error as Error & {cause?: Error}
    throw inputFileError(step, address, cause?.message ?? message)
  }
}

function fetchFile(address: string, signal: AbortSignal): Promise<Response> {
  return fetch(address, {signal, redirect: 'follow', credentials: 'omit'})
}

/** Stops reading at the limit, whatever length the server announces. */
async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  return Buffer.concat(chunks)
}

function inputFileError(step: string, address: string, reason: string): RdeError {
  return new RdeError(`The inputFile of step ${step} cannot be read: ${address}\n${reason}.`, {
    code: 'RDE_INPUT_FILE',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was run.',
    remedies: [
      {what: 'Save a copy next to the workflow file and refer to it', command: `inputFile: ./${nameOf(address)}`},
    ],
  })
}

function nameOf(address: string): string {
  return address.split(/[?#]/)[0]!.split('/').at(-1) || 'script.sh'
}
