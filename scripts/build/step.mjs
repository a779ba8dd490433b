import {spawn} from 'node:child_process'

/** A failure that is reported only by its message. */
export class StepFailed extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Starts only once the lock contains the process id: if we are killed before, no unknown process is left. */
const onceLocked = 'read -r _ && exec "$0" "$@"'

/**
 * Runs one program as a step: prints a line with its duration on stderr, resolves with its exit code and output.
 * Records its process in `lock`, since it may outlive ours.
 */
export async function step(title, {file, args, cwd, lock}) {
  const started = Date.now()
  process.stderr.write(`rde: ${title} ... `)
  const child = spawn('/bin/sh', ['-c', onceLocked, file, ...args], {cwd, stdio: ['pipe', 'pipe', 'pipe']})
  child.stdin.on('error', () => {})
  if (child.pid !== undefined) lock.startedChild(child.pid)
  child.stdin.end('\n')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const exitCode = await new Promise((resolve) => {
    child.once('error', (error) => resolve(((output += `${file}: ${error.message}\n`), 127)))
    child.once('close', (code) => resolve(code ?? 1))
  })
  lock.endedChild()
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  process.stderr.write(`${exitCode === 0 ? `${seconds} s` : `failed after ${seconds} s`}\n`)
  return {exitCode, output}
}
