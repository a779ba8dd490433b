import {spawn, type ChildProcess} from 'node:child_process'

import {BoundedLines} from './bounded-lines.js'
import {commandLine} from '../masking/command-line.js'
import {ProcessError} from './process-error.js'
import type {Secrets} from '../masking/secrets.js'
import {signalGroup} from './signal-group.js'
import {whyNotStarted} from './why-not-started.js'

export interface StartRequest {
  readonly file: string
  readonly args: readonly string[]
  /** The whole environment of the program: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Masked in every line before it is cut. */
  readonly secrets?: Secrets | undefined
  /** Called with each line of standard output and standard error; long ones are cut. */
  readonly onLine: (line: string, from: 'stdout' | 'stderr') => void
}

export interface ProcessEnd {
  readonly exitCode?: number
  /** The signal that ended it. */
  readonly signal?: NodeJS.Signals
}

export interface StartedProcess {
  /** The id of the program, and of the process group of its children. */
  readonly pid: number
  /** Resolves when the program and its children have ended and the last line was passed on. */
  readonly ended: Promise<ProcessEnd>
  /** Ends the program and its children: SIGTERM, and after the grace period SIGKILL. Resolves when they have ended. */
  stop(graceMs?: number): Promise<void>
}

export type StartProcess = (request: StartRequest) => Promise<StartedProcess>

const defaultGraceMs = 5_000
/** How long to wait for the last output after the end of a program. */
const pipesMs = 500

/**
 * Starts a program in its own process group (and session), without a terminal and without input. Children that it
 * leaves running are killed, as in a container. Rejects with `ProcessError` if it does not start.
 */
export async function startProcess(request: StartRequest): Promise<StartedProcess> {
  const {file, args, env, cwd} = request
  const child = spawn(file, args, {
    env: {...env},
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(cwd !== undefined && {cwd}),
  })
  const ended = endOf(child, request)
  await started(child, request)
  const pid = child.pid!
  return {pid, ended, stop: (graceMs = defaultGraceMs) => stop(pid, ended, graceMs)}
}

function started(child: ChildProcess, {file, args}: StartRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error: NodeJS.ErrnoException) => {
      const summary = `did not start (${whyNotStarted(error, file)}): ${commandLine({file, args})}`
      reject(new ProcessError({file, args}, {failure: 'not-started', summary}))
    })
  })
}

function endOf(child: ChildProcess, {onLine, secrets}: StartRequest): Promise<ProcessEnd> {
  for (const from of ['stdout', 'stderr'] as const) {
    const lines = new BoundedLines((line) => onLine(line, from), {secrets})
    child[from]!.on('data', (chunk: Buffer) => lines.write(chunk)).once('close', () => lines.end())
  }
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    child.once('exit', () => {
      signalGroup(child.pid!, 'SIGKILL')
      // A child that left the group may keep the pipes open: do not wait for it.
      timer = setTimeout(() => [child.stdout, child.stderr].forEach((pipe) => pipe?.destroy()), pipesMs)
    })
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer)
      resolve({...(exitCode !== null && {exitCode}), ...(signal !== null && {signal})})
    })
  })
}

async function stop(pid: number, ended: Promise<unknown>, graceMs: number): Promise<void> {
  signalGroup(pid, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs)
  await ended.finally(() => clearTimeout(timer))
}
