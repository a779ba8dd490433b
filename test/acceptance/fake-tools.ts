import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Worker} from 'node:worker_threads'

import {findProgram} from '@rde/process-runner/environment/find-program'
import {recordedCall} from '@rde/process-runner/testing'

export interface FakeReply {
  readonly stdout?: string
  readonly stderr?: string
  readonly exitCode?: number
  /** The expected standard input; not read unless given. */
  readonly stdin?: string | RegExp
  readonly afterMs?: number
  /** Prints `stdout`, then runs until one of these signals, and ends with its code. */
  readonly until?: Readonly<Record<string, number>>
}

export interface FakeCall {
  readonly tool: string
  readonly args: readonly string[]
  readonly stdin?: string
  readonly env: Readonly<Record<string, string>>
  /** Why the call was refused. */
  readonly problem?: string
}

const program = fileURLToPath(new URL('fake-tool.mjs', import.meta.url))
/** With it, a call of a fake tool costs 10 ms of CPU instead of 100; without it Node plays each call. */
const [bash, cat, env] = ['bash', 'cat', 'env'].map((name) => findProgram(name))

/**
 * Programs for PATH that answer from a script, strictly: a call that is not in it fails (exit code 97), and
 * `assertFinished` fails for such a call and for an unused reply. Several processes may call them at once.
 */
export class FakeTools {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rde-tools-'))
  #replies = 0

  constructor(tools: readonly string[] = ['docker', 'k3d', 'kubectl', 'helm']) {
    for (const name of ['bin', 'replies', 'always', 'used', 'printed']) mkdirSync(join(this.#folder, name))
    for (const tool of tools) this.install(tool)
  }

  /** A folder with only the fakes. */
  get bin(): string {
    return join(this.#folder, 'bin')
  }

  path(tool: string): string {
    return join(this.bin, tool)
  }

  /** Answers one call: of exactly these words, or of words that match when joined by spaces. Used in order. */
  on(tool: string, args: readonly string[] | RegExp, reply: FakeReply = {}): this {
    const {stdin} = reply
    const entry = {tool, args: toJson(args), ...reply, ...(stdin !== undefined && {stdin: toJson(stdin)})}
    this.#write('replies', entry)
    return this
  }

  /** Answers with recordings of the real tools (`docker running.ps`), each to the call that was recorded (`isSameCall`). */
  play(...names: readonly string[]): this {
    for (const name of names) {
      const {stdin, ...call} = recordedCall(name)
      const input = stdin === undefined ? {} : {stdin: toJson(ofAnyOwner(stdin))}
      this.#write('replies', {...call, ...input, recorded: true})
    }
    return this
  }

  /** Like `play`, for any number of calls, including none. Replies of `play` are used first. */
  playAlways(...names: readonly string[]): this {
    for (const name of names) this.#write('always', {...recordedCall(name), recorded: true})
    return this
  }

  /** Like `on`, for any number of calls, including none. Later replies replace earlier ones. */
  always(tool: string, args: readonly string[] | RegExp, reply: FakeReply): this {
    this.#write('always', {tool, args: toJson(args), ...reply})
    return this
  }

  get calls(): FakeCall[] {
    const path = join(this.#folder, 'calls')
    if (!existsSync(path)) return []
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    return lines.map((line) => JSON.parse(line) as FakeCall)
  }

  /** Removes the unused replies, for tests that do not fix the number of calls. */
  forget(): void {
    for (const name of readdirSync(join(this.#folder, 'replies'))) rmSync(join(this.#folder, 'replies', name))
  }

  uninstall(...tools: readonly string[]): void {
    for (const tool of tools) rmSync(this.path(tool))
  }

  assertFinished(): void {
    const refused = this.calls.flatMap(({tool, problem}) => (problem === undefined ? [] : [`${tool}: ${problem}`]))
    const unused = readdirSync(join(this.#folder, 'replies')).map((name) => {
      return `never called: ${readFileSync(join(this.#folder, 'replies', name), 'utf8')}`
    })
    if (refused.length + unused.length > 0) throw new Error([...refused, ...unused].join('\n'))
  }

  remove(): void {
    rmSync(this.#folder, {recursive: true, force: true})
  }

  #write(folder: 'replies' | 'always', entry: object): void {
    const name = String((this.#replies += 1)).padStart(4, '0')
    writeFileSync(join(this.#folder, folder, name), JSON.stringify(entry))
  }

  install(tool: string): void {
    const play = `exec ${quoted(process.execPath, program, this.#folder, tool)} "$@"`
    const script = bash && cat && env ? this.#askingScript(tool, {bash, cat, env, play}) : `#!/bin/sh\n${play}\n`
    writeFileSync(this.path(tool), script, {mode: 0o755})
  }

  /** Asks `fake-tool-answers.mjs` what to print. */
  #askingScript(tool: string, {bash, cat, env, play}: Record<'bash' | 'cat' | 'env' | 'play', string>): string {
    const printed = quoted(join(this.#folder, 'printed'))
    return `#!${bash}
play() { exec 3>&-; ${play}; }
{ exec 3<>/dev/tcp/127.0.0.1/${answersPort()}; } 2>/dev/null || play "$@"
{ printf '%s\\0' ${quoted(this.#folder, tool)} "$#" "$@"; ${env} -0; printf '\\0'; } >&3
read -r -u 3 code out err || play "$@"
if [ "$code" = play ]; then play "$@"; fi
exec 3>&-
[ "$err" = - ] || ${cat} ${printed}/"$err" >&2
[ "$out" = - ] || ${cat} ${printed}/"$out"
exit "$code"
`
  }
}

let answers: {readonly port: number} | undefined

/** The worker thread that answers calls; waits until it is ready. */
function answersPort(): number {
  if (answers !== undefined) return answers.port
  const port = new Int32Array(new SharedArrayBuffer(4))
  const script = new URL('fake-tool-answers.mjs', import.meta.url)
  new Worker(script, {workerData: port, execArgv: []}).unref()
  Atomics.wait(port, 0, 0)
  answers = {port: Atomics.load(port, 0)}
  return answers.port
}

function quoted(...words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ')
}

/** Recordings do not contain the owner of the cluster; each test is another owner. */
function ofAnyOwner(stdin: string): RegExp {
  const literal = stdin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll('/owner=', '/owner=[^"]*')}$`)
}

function toJson(expected: string | readonly string[] | RegExp): unknown {
  return expected instanceof RegExp ? {pattern: expected.source, flags: expected.flags} : expected
}
