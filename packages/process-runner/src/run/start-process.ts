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
  /** Called with each line of the output, standard error's too; long ones are cut. */
  readonly onLine: (line: string, from: 'stdout' | 'stderr') => void
}

export interface ProcessEnd {
  readonly exitCode?: number
  /** Which signal ended it. */
  readonly signal?: NodeJS.Signals
}

export interface StartedProcess {
  /** Of the program, and of the group that all its children belong to. */
  readonly pid: number
  /** Resolves when the program and all it started have ended and the last line was passed on. */
  readonly ended: Promise<ProcessEnd>
  /** Ends the program and all it started: SIGTERM, and after the grace period SIGKILL. Resolves when they are gone. */
  stop(graceMs?: number): Promise<void>
}

export type StartProcess = (request: StartRequest) => Promise<StartedProcess>

const defaultGraceMs = 5_000
/** How long after the end of a program its last output may still be on the way. */
const pipesMs = 500

/**
 * Starts a program in a process group (and session) of its own, without a terminal and without input. What it leaves running
 * when it ends is killed, as in a container. Rejects with `ProcessError` where it does not start.
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
      // What has left the group may hold the pipes open: the program has ended all the same.
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
