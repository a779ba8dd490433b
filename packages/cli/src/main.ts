import {fastPath} from './fast-path.js'

/** The first argument with which the scripts of `rde autocomplete` call rde. */
const completeWord = '__complete'

/** oclif finds the package from this path. */
const entry = import.meta.url

/** Runs one command line. */
export async function main(words: readonly string[]): Promise<void> {
  try {
    process.exitCode = (await fastPath(words)) ?? (await runOclif(words))
  } catch (error) {
    process.exitCode = await report(error, words).catch(reportOutOfFiles)
  }
}

async function report(error: unknown, words: readonly string[]): Promise<number> {
  const {reportError} = await import('./host/report-error.js')
  return await reportError(error, words)
}

/** Without file descriptors nothing can be loaded, not even the code that prints errors. */
function reportOutOfFiles(error: unknown): number {
  if (!(error instanceof Error && 'code' in error && error.code === 'EMFILE')) throw error
  process.stderr.write(`${tooFewFiles}\n`)
  return 1
}

const tooFewFiles = `rde may not open as many files at once as it needs.

  Allow more:   ulimit -n 1024

RDE_FILES_LIMIT`

async function runOclif(words: readonly string[]) {
  // Not a static import: every call of kubectl would load it, too.
  if (words[0] === completeWord) return complete(words.slice(1))
  if (words.length === 0) return (await import('./host/standing.js')).showStanding()
  const oclif = await import('./host/run-oclif.js')
  await oclif.runOclif(words, entry)
  // Set by commands that printed their error as JSON.
  return process.exitCode
}

/** For shell completion: never prints errors, and exits as soon as the answer is written. */
async function complete(words: readonly string[]): Promise<undefined> {
  const {printCompletions} = await import('./completion/complete.js')
  await printCompletions(words, entry).catch(() => {})
  // eslint-disable-next-line no-restricted-properties -- an unanswered question may still run
  process.stdout.write('', () => process.exit(0))
  return undefined
}
