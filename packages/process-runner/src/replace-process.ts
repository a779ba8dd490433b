import {findProgram} from './find-program.js'
import type {ProcessRequest} from './process-runner.js'

type Execve = (file: string, args: readonly string[], env: Record<string, string>) => never

/**
 * Becomes the program, where this Node can (>= 22.15, not on Windows); returns, having done nothing, where it cannot.
 * To be called before anything touches stdin or stdout, and only if nothing of ours must run after the program.
 */
export function replaceProcess({file, args, env}: ProcessRequest): void {
  const {execve} = process as {execve?: Execve}
  // execve aborts Node if the file is missing, so we look first; the caller then spawns, and reports what is wrong.
  const path = execve && process.platform !== 'win32' ? findProgram(file) : undefined
  if (execve === undefined || path === undefined) return
  const merged: Record<string, string | undefined> = {...process.env, ...env}
  const defined = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined)
  restoreSignals()
  execve(path, [file, ...args], Object.fromEntries(defined))
}

/** Node ignores these two, and what is ignored stays so in the program: `yes | head` would complain instead of ending. */
function restoreSignals(): void {
  const listener = () => {}
  // With its last listener gone, a signal has its default effect again.
  for (const signal of ['SIGPIPE', 'SIGXFSZ'] as const) process.on(signal, listener).off(signal, listener)
}
