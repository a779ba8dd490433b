import {fastPath} from './fast-path.js'

/** Runs one command line. `entry` is the URL of the bin, from which oclif finds the package it belongs to. */
export async function main(words: readonly string[], entry: string): Promise<void> {
  try {
    process.exitCode = (await fastPath(words)) ?? (await runOclif(words, entry))
  } catch (error) {
    const {reportError} = await import('./report-error.js')
    process.exitCode = await reportError(error, words)
  }
}

async function runOclif(words: readonly string[], entry: string) {
  // Not a static import: what this file imports is loaded by every call of kubectl, too.
  if (words.length === 0) return (await import('./standing.js')).showStanding()
  const oclif = await import('./run-oclif.js')
  await oclif.runOclif(words, entry)
  // A command that printed its error as JSON has set it.
  return process.exitCode
}
