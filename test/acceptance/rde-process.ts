import {spawn, type ChildProcess} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {constants, tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
/** The built bin: passthrough, signals and start-up differ under tsx. */
export const bin = join(root, 'dist/bin/run.js')

export interface RunOptions {
  /** Added to the environment, which holds nothing but PATH and HOME otherwise. */
  readonly env?: Readonly<Record<string, string>>
  /** The whole PATH. */
  readonly path?: string
  readonly input?: string | Uint8Array
  readonly cwd?: string
  /** An empty temporary folder unless given. */
  readonly home?: string
  /** What ends it if it has not ended by itself: 100 seconds unless given, for a busy machine. */
  readonly timeoutMs?: number
  /** Gives it a process group of its own, so that all of it can be signalled as a terminal does: `kill(-pid)`. */
  readonly ownGroup?: boolean
  /** Another user's number; only root can do that. */
  readonly uid?: number
}

export interface Ended {
  /** 128 + n if signal n ended it, as a shell has it. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built rde as a real process to its end. */
export function runRde(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return runProgram(process.execPath, [bin, ...args], options)
}

export async function runProgram(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return startProgram(file, args, options).ended
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** What it printed so far. */
  readonly text: Readonly<Record<'stdout' | 'stderr', string>>
  /** Resolves once this text has come, on stdout unless said. */
  printed(text: string, on?: 'stdout' | 'stderr'): Promise<void>
}

export function startRde(args: readonly string[], options: RunOptions = {}): Started {
  return startProgram(process.execPath, [bin, ...args], options)
}

export function startProgram(file: string, args: readonly string[], options: RunOptions = {}): Started {
  const {env, path = '/nowhere', input = '', cwd = tmpdir(), timeoutMs = 100_000, ownGroup = false, uid} = options
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'rde-home-'))
  const child = spawn(file, args, {
    ...{cwd, env: {PATH: path, HOME: home, ...env}, timeout: timeoutMs, detached: ownGroup},
    ...(uid !== undefined && {uid, gid: uid}),
  })
  const text = {stdout: '', stderr: ''}
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => (text[name] += part))
  }
  // A program that does not read its input may be gone before all is written.
  child.stdin.on('error', () => {}).end(input)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (options.home === undefined) rmSync(home, {recursive: true, force: true})
      resolve({...text, exitCode: signal === null ? (code ?? 1) : 128 + constants.signals[signal]})
    })
  })
  const printed = (wanted: string, on: 'stdout' | 'stderr' = 'stdout') =>
    new Promise<void>((resolve, reject) => {
      const look = () => text[on].includes(wanted) && resolve()
      child[on].on('data', look)
      look()
      void ended.then(() => reject(new Error(`ended without printing "${wanted}": ${text.stdout}${text.stderr}`)))
    })
  return {child, ended, text, printed}
}
