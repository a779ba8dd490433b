import {isRdeError, renderError} from '@rde/errors'

/**
 * Prints an error that ended rde and resolves with its exit code. A foreseen one is shown in its four parts (`renderError`); the
 * rest is left to oclif, which knows its own (and ends the process itself).
 */
export async function reportError(error: unknown): Promise<number> {
  const foreseen = describe(error)
  if (foreseen === undefined) return leaveToOclif(error)
  process.stderr.write(`${foreseen.text}\n`)
  if (wantsStack() && error instanceof Error) process.stderr.write(`\n${error.stack}\n`)
  return foreseen.exitCode
}

function describe(error: unknown): {text: string; exitCode: number} | undefined {
  if (isRdeError(error)) return {text: renderError(error), exitCode: error.oclif.exit}
  // The code of a tool that failed inside a command of ours would mean something else as ours.
  if (error instanceof Error && error.name === 'ProcessError') return {text: error.message, exitCode: 1}
  return undefined
}

async function leaveToOclif(error: unknown): Promise<number> {
  const {handle} = await import('./oclif-handle.js')
  await handle(error instanceof Error ? error : new Error(String(error)))
  return 1
}

function wantsStack(): boolean {
  return Boolean(process.env['DEBUG'] || process.env['RDE_DEBUG'])
}
