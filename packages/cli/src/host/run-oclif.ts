import {statSync} from 'node:fs'
import module from 'node:module'
import {fileURLToPath} from 'node:url'

import {run} from '@oclif/core/run'

import {fileReason, fileSystemError} from '@rde/config/store/config-errors'
import {DataDirectory} from '@rde/config/cluster/data-directory'
import {exitCodes, printableValue, RdeError, renderError} from '@rde/errors'

import {loadHost} from './load-host.js'

/** Everything that is not a passthrough. Called after the fast path, since it is the first to touch stdout. */
export async function runOclif(words: readonly string[], entry: string): Promise<void> {
  // Nobody else may change what oclif and its plugins write: the user's shell runs the completion scripts.
  process.umask(process.umask() | 0o022)
  warnRootInForeignHome(words)
  process.removeAllListeners('warning').on('warning', (warning) => showWarning(warning, words))
  refuseBlankExtension(words)
  process.stdout.on('error', endWithoutAnswer)
  // What rde does goes on where only its progress cannot be written.
  process.stderr.on('error', endWithoutReader)
  // Absent from Node 20; worth 50 ms where it is. Not in the shared temporary folder, where others could write to it.
  const {enableCompileCache} = module as {enableCompileCache?: (folder: string) => unknown}
  const data = DataDirectory.fromEnvironment()
  enableCompileCache?.(data.compileCache)
  const config = await loadHost({words, root: fileURLToPath(entry), data})
  // Not `execute`: it would print our errors its own way, and end the process before all is written.
  await run([...words], config)
}

/** What root writes into another user's home, that user can no longer change. */
function warnRootInForeignHome(words: readonly string[]): void {
  const home = process.env['HOME'] ?? ''
  const owner = statSync(home, {throwIfNoEntry: false})?.uid ?? 0
  if (process.geteuid?.() !== 0 || owner === 0 || isQuiet(words)) return
  process.stderr.write(
    `rde runs as root and writes into ${home}, which belongs to uid ${owner}. Run it without sudo.\n`,
  )
}

/** npm and oclif take an empty word for the current folder. */
function refuseBlankExtension([topic, ...words]: readonly string[]): void {
  if (topic !== 'plugins' || words.every((word) => word.trim() !== '')) return
  throw new RdeError('The name of an extension must not be empty.', {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See what is installed', command: 'rde plugins'}],
  })
}

/** oclif warns by way of Node, which prints its own words with a number of a process and an advice for developers. */
function showWarning(warning: Error, words: readonly string[]): void {
  if (process.env['RDE_DEBUG']) return void process.stderr.write(`${warning.stack}\n`)
  if (/^(Deprecation|Experimental)Warning$/.test(warning.name) || isQuiet(words)) return
  const [line = ''] = (fileSystemError(warning)?.message ?? warning.message).split('\n')
  process.stderr.write(`Extensions cannot be loaded: ${printableValue(line)}\n`)
}

function isQuiet(words: readonly string[]): boolean {
  return words.some((word) => word === '--quiet' || word === '-q')
}

/** `rde images list | head` must end as other programs end there: at once, quietly, with 128 + SIGPIPE. */
function endWithoutReader(error: NodeJS.ErrnoException): void {
  // eslint-disable-next-line no-restricted-properties -- whatever still runs has nobody to tell
  if (error.code === 'EPIPE') process.exit(141)
}

/** An answer that is not all there must not look like one: the disk of the file that it goes to is full. */
function endWithoutAnswer(error: NodeJS.ErrnoException): void {
  endWithoutReader(error)
  process.stderr.write(`${renderError(unwritten(error))}\n`)
  // eslint-disable-next-line no-restricted-properties -- the rest of the answer would not be written either
  process.exit(exitCodes.failed)
}

function unwritten(error: Error): RdeError {
  return new RdeError(`rde cannot write its answer to standard output: ${fileReason(error)}.`, {
    code: 'RDE_FILE_UNWRITABLE',
    remedies: [{what: 'See the disk usage', command: 'df -h'}],
  })
}
