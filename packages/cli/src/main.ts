import {fastPath} from './fast-path.js'

/** The word that the scripts of `rde autocomplete` call rde with. */
const completeWord = '__complete'

/** What oclif finds the package by that it belongs to. */
const entry = import.meta.url

/** Runs one command line. */
export async function main(words: readonly string[]): Promise<void> {
  try {
    process.exitCode = (await fastPath(words)) ?? (await runOclif(words))
  } catch (error) {
    process.exitCode = await report(error, words).catch(sayOutOfFiles)
  }
}

async function report(error: unknown, words: readonly string[]): Promise<number> {
  const {reportError} = await import('./host/report-error.js')
  return await reportError(error, words)
}

/** Then nothing can be loaded any more, not even what prints errors. */
function sayOutOfFiles(error: unknown): number {
  if (!(error instanceof Error && 'code' in error && error.code === 'EMFILE')) throw error
  process.stderr.write(`${tooFewFiles}\n`)
  return 1
}

const tooFewFiles = `rde may not open as many files at once as it needs.

  Allow more:   ulimit -n 1024

RDE_FILES_LIMIT`

async function runOclif(words: readonly string[]) {
  // Not a static import: what this file imports is loaded by every call of kubectl, too.
  if (words[0] === completeWord) return complete(words.slice(1))
  if (words.length === 0) return (await import('./host/standing.js')).showStanding()
  const oclif = await import('./host/run-oclif.js')
  await oclif.runOclif(words, entry)
  // A command that printed its error as JSON has set it.
  return process.exitCode
}

/** For the completion of a shell: silent whatever happens, and at its end as soon as it has answered. */
async function complete(words: readonly string[]): Promise<undefined> {
  const {printCompletions} = await import('./completion/complete.js')
  await printCompletions(words, entry).catch(() => {})
  // eslint-disable-next-line no-restricted-properties -- a question that nobody waits for any more may still run
  process.stdout.write('', () => process.exit(0))
  return undefined
}
