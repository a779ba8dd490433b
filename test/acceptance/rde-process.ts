import {spawn, type ChildProcess} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {constants, tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
/** The built bin: passthrough, signals and start-up differ under tsx. */
export const bin = join(root, 'dist/bin/run.js')

export interface RunOptions {
  /** Added to the environment, which otherwise has only PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>
  /** PATH. */
  readonly path?: string
  readonly input?: string | Uint8Array
  readonly cwd?: string
  /** An empty temporary folder unless given. */
  readonly home?: string
  /** The time after which it is killed: 100 seconds unless given, for a busy machine. */
  readonly timeoutMs?: number
  /** Starts a new process group, so that the group can be signalled as a terminal does: `kill(-pid)`. */
  readonly ownGroup?: boolean
  /** The uid of another user; only root can set it. */
  readonly uid?: number
}

export interface Ended {
  /** 128 + n if signal n ended it, as in a shell. */
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
  /** Its output so far. */
  readonly text: Readonly<Record<'stdout' | 'stderr', string>>
  /** Resolves once this text has been printed, by default on stdout. */
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
  // A program that does not read its input may end before everything is written.
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
