import {spawn, type ChildProcess} from 'node:child_process'
import {constants} from 'node:os'
import {isatty} from 'node:tty'

import {ProcessError} from '../run/process-error.js'
import type {ProcessRequest} from '../run/process-runner.js'
import {whyNotStarted} from '../run/why-not-started.js'

/**
 * Runs a program with our terminal and environment and resolves with its exit code, 128 + n if signal n ended it. Loads
 * only Node's own modules, for the fast path.
 */
export async function passthrough(request: ProcessRequest): Promise<number> {
  const {file, args, env} = request
  const child = spawn(file, args, {stdio: 'inherit', env: {...process.env, ...env}})
  const stopForwarding = forwardSignals(child)
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error) =>
        reject(
          new ProcessError(request, {
            failure: 'not-started',
            summary: `${file} did not start: ${whyNotStarted(error, file)}`,
          }),
        ),
      )
      child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]))
    })
  } finally {
    stopForwarding()
  }
}

/** A terminal sends Ctrl+C and Ctrl+\ to the child as well as to us: then ignoring them is enough. */
function forwardSignals(child: ChildProcess): () => void {
  // isatty, not process.stdin.isTTY, which would open the stream.
  const atTerminal = isatty(0)
  const handlers = (['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const typed = signal === 'SIGINT' || signal === 'SIGQUIT'
    const handler = typed && atTerminal ? () => {} : () => void child.kill(signal)
    process.on(signal, handler)
    return {signal, handler}
  })
  return () => {
    for (const {signal, handler} of handlers) process.off(signal, handler)
  }
}
