import {readFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {clusterVariable} from '@rde/config/cluster/chosen-cluster'
import {isClusterName} from '@rde/config/cluster/cluster-identity'
import {DataDirectory} from '@rde/config/cluster/data-directory'
import {openSession} from '@rde/plugin-kit/session/session'

import {installedExtensions} from '../services/plugins/installed-extensions.js'
import {whatIsWanted, type Candidate, type KnownCommand, type KnownTopic, type ValueWanted} from './command-tree.js'
import {KeptAnswers} from './kept-answers.js'
import {insertInBash, readBashLine, type TypedLine} from './typed-line.js'

/** The longest that completion waits for names. */
const deadlineMs = 1_500

/**
 * Prints the completions for a shell: `bash POINT BREAKS LINE`, or `zsh|fish -- WORD… CURRENT`. Prints nothing else and
 * never fails: that would disturb the shell.
 */
export async function printCompletions(words: readonly string[], entry: string): Promise<void> {
  const [shell, ...rest] = words
  const bash = shell === 'bash'
  const [point = '0', breaks = '', line = ''] = rest
  const typed: TypedLine = bash
    ? readBashLine(line, Number(point))
    : {words: rest.slice(1, -1), current: rest.at(-1) ?? '', quote: ''}
  const found = (await candidatesFor(typed, entry)).filter(
    ({value}) => isPrintable(value) && value.startsWith(typed.current),
  )
  const lines = found.flatMap((one) => {
    const value = bash ? insertInBash(one.value, typed, breaks) : one.value
    return value === undefined ? [] : [bash ? value : described(value, one)]
  })
  if (found.length > 0 && found.every(({open}) => open)) lines.push(':open')
  process.stdout.write(lines.map((text) => `${text}\n`).join(''))
}

async function candidatesFor({words, current}: TypedLine, entry: string): Promise<readonly Candidate[]> {
  const wanted = whatIsWanted(words, current, await knownCommands(entry))
  return wanted.what === 'candidates' ? wanted.candidates : valuesFor(wanted.value)
}

async function valuesFor({kind, options, prefix, current, args, flags}: ValueWanted): Promise<readonly Candidate[]> {
  const whole = (one: Candidate) => ({...one, value: `${prefix}${one.value}`})
  if (options !== undefined) return options.map((value) => whole({value}))
  // Loaded only now: names need all plugins, commands and flags do not.
  const {completerFor} = await import('./completers.js')
  const completer = completerFor(kind)
  if (completer === undefined) return []
  const cluster = flags['cluster']?.at(-1) ?? args['cluster']
  if (cluster !== undefined && isClusterName(cluster)) process.env[clusterVariable] = cluster
  const session = openSession()
  const find = async (signal: AbortSignal) => {
    const found = await completer.find({session, args, flags, current, signal})
    return found.map((one) => (typeof one === 'string' ? {value: one} : one))
  }
  const on = (completer.dependsOn ?? []).map((name) => args[name] ?? '')
  const scope = kind === 'version' ? [current.split('@')[0] + (current.includes('@') ? '@' : '')] : on
  const key = JSON.stringify([session.identity.name, kind, ...scope])
  const answers = new KeptAnswers(join(dirname(session.data.toolVersions), 'completion.json'))
  const found = completer.asks
    ? await answers.ask({key, deadlineMs}, find)
    : await find(AbortSignal.timeout(deadlineMs)).catch(() => [])
  return found.map(whole)
}

interface KnownCommands {
  readonly commands: readonly KnownCommand[]
  readonly topics: readonly KnownTopic[]
}

/** Reads the manifest, which takes a millisecond. If extensions are installed, oclif has to load theirs as well. */
async function knownCommands(entry: string): Promise<KnownCommands> {
  const data = DataDirectory.fromEnvironment()
  if (process.env['RDE_PLUGINS'] !== 'off' && (await installedExtensions(data).catch(() => [])).length > 0) {
    const {loadHost} = await import('../host/load-host.js')
    return loadHost({words: [], root: fileURLToPath(entry), data})
  }
  const root = dirname(fileURLToPath(entry))
  const [manifest, {oclif}] = await Promise.all(
    ['oclif.manifest.json', 'package.json'].map(async (name) => JSON.parse(await readFile(join(root, name), 'utf8'))),
  )
  const topics = Object.entries(oclif.topics as Record<string, {description?: string}>)
  return {
    commands: Object.values(manifest.commands),
    topics: topics.map(([name, {description}]) => ({name, description})),
  }
}

/** One line for the shell. */
function described(value: string, {description}: Candidate): string {
  const line = description
    ?.split('\n')[0]
    ?.replace(/\p{Cc}/gu, ' ')
    .trim()
  return line ? `${value}\t${line}` : value
}

/** Names that would break the list or the terminal are not offered. */
function isPrintable(value: string): boolean {
  return value !== '' && !value.startsWith(':') && !/\p{Cc}|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(value)
}
