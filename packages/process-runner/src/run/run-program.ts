import {spawn, type ChildProcess} from 'node:child_process'
import {closeSync, openSync} from 'node:fs'
import type {Readable} from 'node:stream'
import {text} from 'node:stream/consumers'

import {BoundedLines} from './bounded-lines.js'
import type {ProcessRequest} from './process-runner.js'
import {endOf, type ProgramEnd} from './process-error.js'
import {stopper} from './stopper.js'
import {whyNotStarted} from './why-not-started.js'

/** Follows a program while it runs. */
export interface Watcher {
  started(pid: number): void
  ended(pid: number): void
  /** Called with each line of standard output, which is then not collected: a watch may run for hours. */
  line?(line: string): void
}

/**
 * Runs a program to its end with exactly this environment and collects its output. Ends it on timeout, on abort, and when
 * rde ends. Never rejects because of how the program ended. Throws if its input file cannot be opened.
 */
export async function runProgram(
  request: ProcessRequest,
  env: NodeJS.ProcessEnv,
  {started, ended, line}: Watcher,
): Promise<ProgramEnd> {
  if (request.signal?.aborted) return endOf('cancelled', 'was interrupted')
  const {file, args, input, inputFile, group = false} = request
  const inputFd = inputFile === undefined ? undefined : openSync(inputFile, 'r')
  const stdio = [inputFd ?? (input === undefined ? 'ignore' : 'pipe'), 'pipe', 'pipe'] as const
  const child = spawn(file, args, {env, stdio: [...stdio], detached: group})
  if (inputFd !== undefined) closeSync(inputFd)
  const {pid} = child
  if (pid !== undefined) started(pid)
  const stop = stopper(child, request)
  try {
    send(child, input)
    const [output, closed] = await Promise.all([collect(child, line), closing(child)])
    return {...(stop.reason() ?? closed), ...output}
  } finally {
    stop.release()
    if (pid !== undefined) ended(pid)
  }
}

function send({stdin}: ChildProcess, input: string | undefined): void {
  // A program need not read its input to the end.
  stdin?.on('error', () => {})
  stdin?.end(input)
}

async function collect(
  {stdout, stderr}: ChildProcess,
  onLine: Watcher['line'],
): Promise<{stdout: string; stderr: string}> {
  const [out, err] = await Promise.all([onLine ? passLines(stdout!, onLine) : all(stdout!), all(stderr!)])
  return {stdout: withoutLastBreak(out), stderr: withoutLastBreak(err)}
}

function all(stream: Readable): Promise<string> {
  return text(stream).catch(() => '')
}

/** A line may be a whole API object, but must not use up all memory. */
const longestLine = 16 * 1024 * 1024

/** If `onLine` throws, stop reading; the closed pipe ends the program. */
function passLines(stream: Readable, onLine: (line: string) => void): Promise<string> {
  const lines = new BoundedLines(onLine, {maximum: longestLine})
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      try {
        lines.write(chunk)
      } catch (error) {
        reject(error)
        stream.destroy()
      }
    })
    stream.once('close', () => {
      try {
        lines.end()
        resolve('')
      } catch (error) {
        reject(error)
      }
    })
  })
}

function closing(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(endOf('not-started', `did not start (${whyNotStarted(error, child.spawnfile)})`)),
    )
    child.once('close', (exitCode, signal) => resolve(ordinaryEnd(exitCode, signal)))
  })
}

function ordinaryEnd(exitCode: number | null, signal: NodeJS.Signals | null): ProgramEnd {
  if (exitCode === 0) return endOf(undefined, 'exit code 0', exitCode)
  if (exitCode !== null) return endOf('exit-code', `exit code ${exitCode}`, exitCode)
  return endOf('killed', `was killed by ${signal}`)
}

/** Not with a regular expression, which would try every line of a long list. */
function withoutLastBreak(output: string): string {
  if (!output.endsWith('\n')) return output
  return output.slice(0, output.endsWith('\r\n') ? -2 : -1)
}
