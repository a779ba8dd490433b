import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {runProgram, type RunOptions} from './rde-process.js'

export interface TerminalOptions extends RunOptions {
  /** After this text has been printed, `type` is typed. */
  readonly waitFor?: string
  /** `\\x03` is Ctrl-C. */
  readonly type?: string
  /** More texts to wait for and to type. */
  readonly then?: readonly {readonly waitFor: string; readonly type: string}[]
}

export interface TerminalEnd {
  readonly exitCode: number
  /** Every byte that the terminal got, standard output and error in order. */
  readonly output: string
}

const script = fileURLToPath(new URL('terminal.py', import.meta.url))

/** Whether this machine can provide a pseudo-terminal. */
export const hasTerminal = spawnSync('python3', ['--version']).status === 0

/** Runs a program on a pseudo-terminal of 80 columns to its end. */
export function onTerminal(words: readonly string[], options: TerminalOptions = {}): TerminalEnd {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'rde-home-'))
  try {
    const {stdout} = spawnSync('python3', scriptWords(words, options), {
      encoding: 'utf8',
      env: environment(home, options),
      timeout: options.timeoutMs ?? 100_000,
      // A list that is redrawn for a minute exceeds the default of 1 MiB.
      maxBuffer: 64 * 1_048_576,
    })
    return endOf(stdout)
  } finally {
    if (options.home === undefined) rmSync(home, {recursive: true})
  }
}

/** Like `onTerminal`, asynchronously. */
export async function runOnTerminal(
  words: readonly string[],
  options: TerminalOptions & {home: string},
): Promise<TerminalEnd> {
  const {PATH: path, ...env} = environment(options.home, options)
  const {stdout} = await runProgram('python3', scriptWords(words, options), {...options, path, env})
  return endOf(stdout)
}

function scriptWords(words: readonly string[], {waitFor, type = '', then = []}: TerminalOptions): string[] {
  const answers = waitFor === undefined ? [] : [{waitFor, type}, ...then]
  return [script, ...answers.flatMap((answer) => [answer.waitFor, answer.type]), '--', ...words]
}

function environment(home: string, {env, path = '/nowhere'}: TerminalOptions) {
  return {PATH: `${path}:/usr/bin:/bin`, HOME: home, TERM: 'xterm-256color', ...env}
}

function endOf(stdout: string): TerminalEnd {
  const end = stdout.lastIndexOf('\n')
  return {exitCode: Number(stdout.slice(end + 1)), output: stdout.slice(0, end)}
}
