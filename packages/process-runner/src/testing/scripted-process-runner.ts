import {duplexPair, type Duplex} from 'node:stream'

import {commandLine} from '../masking/command-line.js'
import {ProcessError, type ProcessFailure} from '../run/process-error.js'
import type {ProcessOutput, ProcessRequest, ProcessRunner} from '../run/process-runner.js'
import {recordedCall, type RecordedCall} from './recorded-call.js'
import {isSameCall, nearMisses} from './same-call.js'

/** What a program prints, or how it fails. */
export type Reply =
  | string
  | {readonly exitCode: number; readonly stderr?: string}
  | {readonly failure: ProcessFailure; readonly stderr?: string}
  | EndlessOutput
  | Peer

/** For `stream`: prints this and runs until its request's signal is aborted, as a watch does. */
interface EndlessOutput {
  readonly prints: string
}

/** For `connect`: handles the other end of the stream. */
interface Peer {
  readonly answers: (stream: Duplex) => void
}

interface ExpectedCall {
  /** A pattern of the command line, or the recorded call. */
  readonly call: RegExp | RecordedCall
  readonly reply: Reply
}

/**
 * A strict, scripted runner for tests. An unexpected command fails at once; an unused reply fails in `assertFinished`.
 */
export class ScriptedProcessRunner implements ProcessRunner {
  readonly requests: ProcessRequest[] = []
  #expected: ExpectedCall[] = []
  readonly #permanent: ExpectedCall[] = []

  /** Replies once, to the first matching command line. Its variables and its input are not compared. */
  on(line: RegExp, reply: Reply = ''): this {
    this.#expected.push({call: line, reply})
    return this
  }

  /** Answers with recordings of the real tools (`docker running.ps`), each to the recorded call (`isSameCall`). */
  play(...names: readonly string[]): this {
    this.#expected.push(...names.map(recordedReply))
    return this
  }

  /** Like `play`, for any number of calls, even none. Replies of `play` and `on` take precedence. */
  playAlways(...names: readonly string[]): this {
    this.#permanent.push(...names.map(recordedReply))
    return this
  }

  /** Like `playAlways`, with a reply that was not recorded. */
  always(line: RegExp, reply: Reply = ''): this {
    this.#permanent.push({call: line, reply})
    return this
  }

  get commandLines(): string[] {
    return this.requests.map(({file, args}) => commandLine({file, args}))
  }

  async capture(request: ProcessRequest): Promise<ProcessOutput> {
    const reply = this.#take(request)
    if (typeof reply === 'string') return {stdout: reply, stderr: ''}
    throw failureOf(request, reply)
  }

  async stream(request: ProcessRequest, onLine: (line: string) => void): Promise<void> {
    const reply = this.#take(request)
    const printed = typeof reply === 'string' ? reply : 'prints' in reply ? reply.prints : ''
    for (const line of printed.split('\n')) if (line !== '') onLine(line)
    if (typeof reply === 'string') return
    if ('prints' in reply) await aborted(request.signal)
    throw failureOf(request, reply)
  }

  /** A reply without `answers` is that of a program that ends at once. */
  connect(request: ProcessRequest): Duplex {
    const reply = this.#take(request)
    const [ours, theirs] = duplexPair()
    if (typeof reply === 'object' && 'answers' in reply) reply.answers(theirs)
    else theirs.end()
    return ours
  }

  async passthrough(request: ProcessRequest): Promise<number> {
    const reply = this.#take(request)
    if (typeof reply === 'string') return 0
    return 'exitCode' in reply ? reply.exitCode : 1
  }

  /** Drops the unused replies, for tests that leave open how often a program runs. */
  forget(): void {
    this.#expected = []
  }

  assertFinished(): void {
    const unused = this.#expected.map(({call}) => (call instanceof RegExp ? String(call) : lineOf(call)))
    if (unused.length > 0) throw new Error(`never run: ${unused.join(', ')}`)
  }

  #take(request: ProcessRequest): Reply {
    this.requests.push(request)
    const actual = {tool: request.file, args: request.args}
    const matches = ({call}: ExpectedCall) =>
      call instanceof RegExp ? call.test(lineOf(actual)) : isSameCall(call, actual)
    const index = this.#expected.findIndex(matches)
    const found = index === -1 ? this.#permanent.find(matches) : this.#expected.splice(index, 1)[0]
    if (found !== undefined) return found.reply
    const recorded = [...this.#expected, ...this.#permanent].flatMap(({call}) => (call instanceof RegExp ? [] : [call]))
    throw new Error(`unexpected command: ${[lineOf(actual), nearMisses(recorded, actual)].filter(Boolean).join('\n')}`)
  }
}

function lineOf({tool, args}: Pick<RecordedCall, 'tool' | 'args'>): string {
  return commandLine({file: tool, args})
}

function failureOf(request: ProcessRequest, reply: Exclude<Reply, string>): ProcessError {
  const {file, args} = request
  const line = commandLine({file, args})
  if ('answers' in reply) throw new Error(`not a stream: ${line}`)
  if ('prints' in reply) return new ProcessError(request, {failure: 'cancelled', summary: `was interrupted: ${line}`})
  if ('failure' in reply) return new ProcessError(request, {summary: `${reply.failure}: ${line}`, ...reply})
  return new ProcessError(request, {failure: 'exit-code', summary: `exit code ${reply.exitCode}: ${line}`, ...reply})
}

async function aborted(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) throw new Error('a program that never ends was started without a signal that ends it')
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, {once: true}))
}

function recordedReply(name: string): ExpectedCall {
  const call = recordedCall(name)
  const {stdout, stderr, exitCode} = call
  return {call, reply: exitCode === 0 ? stdout : {stderr, exitCode}}
}
