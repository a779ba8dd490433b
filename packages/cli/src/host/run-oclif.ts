import {statSync} from 'node:fs'
import module from 'node:module'
import {fileURLToPath} from 'node:url'

import {run} from '@oclif/core/run'

import {fileReason, fileSystemError} from '@rde/config/store/config-errors'
import {DataDirectory} from '@rde/config/cluster/data-directory'
import {exitCodes, printableValue, RdeError, renderError} from '@rde/errors'

import {loadHost} from './load-host.js'

/** Runs everything except passthroughs. Called after the fast path, since it is the first to touch stdout. */
export async function runOclif(words: readonly string[], entry: string): Promise<void> {
  // Other users must not be able to change what oclif and its plugins write: the shell runs the completion scripts.
  process.umask(process.umask() | 0o022)
  warnRootInForeignHome(words)
  process.removeAllListeners('warning').on('warning', (warning) => showWarning(warning, words))
  refuseBlankExtension(words)
  process.stdout.on('error', endWithoutAnswer)
  // If only progress output cannot be written, rde continues.
  process.stderr.on('error', endWithoutReader)
  // Missing in Node 20; saves 50 ms. Not in the shared temporary folder, where other users could write to it.
  const {enableCompileCache} = module as {enableCompileCache?: (folder: string) => unknown}
  const data = DataDirectory.fromEnvironment()
  enableCompileCache?.(data.compileCache)
  const config = await loadHost({words, root: fileURLToPath(entry), data})
  // Not `execute`: it would print our errors in its own format, and exit before all output is written.
  await run([...words], config)
}

/** Warns if root writes into the home of another user, who could then no longer change those files. */
function warnRootInForeignHome(words: readonly string[]): void {
  const home = process.env['HOME'] ?? ''
  const owner = statSync(home, {throwIfNoEntry: false})?.uid ?? 0
  if (process.geteuid?.() !== 0 || owner === 0 || isQuiet(words)) return
  process.stderr.write(
    `rde runs as root and writes into ${home}, which belongs to uid ${owner}. Run it without sudo.\n`,
  )
}

/** npm and oclif treat an empty word as the current folder. */
function refuseBlankExtension([topic, ...words]: readonly string[]): void {
  if (topic !== 'plugins' || words.every((word) => word.trim() !== '')) return
  throw new RdeError('The name of an extension must not be empty.', {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See what is installed', command: 'rde plugins'}],
  })
}

/** oclif warns through Node, which would add a process id and a hint for developers. */
function showWarning(warning: Error, words: readonly string[]): void {
  if (process.env['RDE_DEBUG']) return void process.stderr.write(`${warning.stack}\n`)
  if (/^(Deprecation|Experimental)Warning$/.test(warning.name) || isQuiet(words)) return
  const [line = ''] = (fileSystemError(warning)?.message ?? warning.message).split('\n')
  process.stderr.write(`Extensions cannot be loaded: ${printableValue(line)}\n`)
}

function isQuiet(words: readonly string[]): boolean {
  return words.some((word) => word === '--quiet' || word === '-q')
}

/** `rde images list | head` must end like other programs: at once, silently, with 128 + SIGPIPE. */
function endWithoutReader(error: NodeJS.ErrnoException): void {
  // eslint-disable-next-line no-restricted-properties -- nobody reads the output any more
  if (error.code === 'EPIPE') process.exit(141)
}

/** An incomplete answer must not look complete, for example if the disk is full. */
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
