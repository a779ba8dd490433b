import {findProgram} from '../environment/find-program.js'
import type {ProcessRequest} from '../run/process-runner.js'

type Execve = (file: string, args: readonly string[], env: Record<string, string>) => never

/**
 * Replaces this process with the program if this Node supports it (>= 22.15, not on Windows); otherwise has no effect.
 * Call it before any use of stdin or stdout, and only if nothing has to run after the program.
 */
export function replaceProcess({file, args, env}: ProcessRequest): void {
  const {execve} = process as {execve?: Execve}
  // execve aborts Node if the file is missing, so check first; the caller then spawns it and reports the error.
  const path = execve && process.platform !== 'win32' ? findProgram(file) : undefined
  if (execve === undefined || path === undefined) return
  const merged: Record<string, string | undefined> = {...process.env, ...env}
  const defined = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined)
  restoreSignals()
  execve(path, [file, ...args], Object.fromEntries(defined))
}

/** Node ignores these two signals and the program would inherit that: `yes | head` would print an error instead of ending. */
function restoreSignals(): void {
  const listener = () => {}
  // Without a listener, a signal has its default effect again.
  for (const signal of ['SIGPIPE', 'SIGXFSZ'] as const) process.on(signal, listener).off(signal, listener)
}
