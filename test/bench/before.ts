import {spawnSync} from 'node:child_process'
import {appendFileSync, existsSync, mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'

import {root} from '../acceptance/rde-process.js'
import type {User} from '../e2e/user.js'
import {examplePath} from '../example-workflows.js'
import {buildBig, bigImage} from './images.js'
import {compare, program, table, type Contestant, type Figures} from './measure.js'

/** One of the two compared versions, in its own clone, built as its users build it. */
interface Version {
  readonly name: string
  readonly commit: string
  readonly folder: string
}

interface Row {
  readonly title: string
  readonly rounds: number
  /** Skipped unless named: it starts a cluster. */
  readonly needsCluster?: boolean
  contestants(): Promise<Contestant[]>
  /** A line below the table. */
  conclusion?(figures: readonly Figures[]): string
}

interface Against {
  readonly commit: string
  /** The names of the rows; all rows without a cluster unless given. */
  readonly rows: readonly string[]
  /** Each row's own number unless given. */
  readonly rounds: number | undefined
}

/** Compares this version, as committed, with an earlier one, in turn. */
export async function benchAgainst({commit, rows: names, rounds}: Against, user: User): Promise<void> {
  const folder = (name: string) => join(user.temporary, name)
  const before = {name: 'before', commit: hashOf(commit), folder: folder('before')}
  const now = {name: 'now', commit: hashOf('HEAD'), folder: folder('now')}
  console.log(`before: ${describe(before)}\nnow: ${describe(now)}`)
  const env = {PATH: process.env['PATH'], HOME: user.home, TMPDIR: user.temporary, RDE_CLUSTER: user.cluster}
  const rows = rowsOf([before, now], env)

  const unknown = names.filter((name) => !(name in rows))
  if (unknown.length > 0)
    throw new Error(`no such row: ${unknown.join(', ')}; there are ${Object.keys(rows).join(', ')}`)
  for (const version of [before, now]) await firstCommand(version)()
  for (const [name, row] of Object.entries(rows)) {
    if (names.length > 0 ? !names.includes(name) : row.needsCluster) continue
    const figures = await compare(await row.contestants(), rounds ?? row.rounds)
    console.log(`\n${table(row.title, figures)}`)
    if (row.conclusion) console.log(row.conclusion(figures))
  }
}

function rowsOf(versions: readonly Version[], env: NodeJS.ProcessEnv): Record<string, Row> {
  const each = (args: readonly string[]): Contestant[] =>
    versions.map((version) => ({name: version.name, run: program(process.execPath, [binOf(version), ...args], env)}))
  const node = {name: 'node -e 0', run: program(process.execPath, ['-e', '0'], env)}
  const kubectl = ['version', '--client']
  return {
    clone: {
      title: 'the first command in a fresh clone: ./rde --help',
      rounds: 2,
      contestants: async () => versions.map(firstCommandOf),
    },
    rebuild: {
      title: 'the first command after a change of what other packages import: ./rde version',
      rounds: 3,
      contestants: async () => versions.map(afterChange(() => `export const at${Date.now()} = true\n`)),
    },
    'rebuild-comment': {
      title: 'the first command after a change that no other file sees: ./rde version',
      rounds: 5,
      contestants: async () => versions.map(afterChange(() => `// ${Date.now()}\n`)),
    },
    kubectl: {
      title: 'rde kubectl version --client beside kubectl itself',
      rounds: 15,
      contestants: async () => [
        node,
        {name: 'kubectl', run: program('kubectl', kubectl, env)},
        ...each(['kubectl', ...kubectl]),
      ],
      conclusion: whatIsAdded,
    },
    help: {
      title: 'rde --help beside an empty node',
      rounds: 15,
      contestants: async () => [node, ...each(['--help'])],
    },
    validate: {
      title: 'rde workflow validate FILE',
      rounds: 15,
      contestants: async () => each(['workflow', 'validate', examplePath('hello')]),
    },
    import: {
      title: 'rde images import of 270 MiB that the cluster has',
      rounds: 7,
      needsCluster: true,
      async contestants() {
        // With the earlier version: the later one reads what it writes, but not the other way round.
        await each(['cluster', 'start', '--profile', 'bare'])[0]!.run()
        buildBig()
        await each(['images', 'import', bigImage])[0]!.run()
        return each(['images', 'import', bigImage])
      },
    },
  }
}

/** `rde kubectl` minus kubectl, relative to the time of an empty node. */
function whatIsAdded(figures: readonly Figures[]): string {
  const median = (name: string) => figures.find((one) => one.name === name)!.median
  const line = (name: string) => {
    const added = median(name) - median('kubectl')
    return `  ${name} adds ${added.toFixed(0)} ms, ${(added / median('node -e 0')).toFixed(2)} times node -e 0`
  }
  return ['before', 'now'].map(line).join('\n')
}

/** With the user's environment, which configures the registry and the cache of npm. */
function firstCommandOf(version: Version): Contestant {
  return {
    name: version.name,
    prepare: async () => clone(version),
    run: program(join(version.folder, 'rde'), ['--help']),
  }
}

/** Creates the clone and builds it. */
function firstCommand(version: Version): () => Promise<void> {
  const {prepare, run} = firstCommandOf(version)
  return async () => {
    await prepare?.()
    await run()
  }
}

/** A file of a package that all others import. */
function afterChange(line: () => string): (version: Version) => Contestant {
  return (version) => ({
    name: version.name,
    prepare: async () => appendFileSync(join(version.folder, 'packages/errors/src/exit-codes.ts'), line()),
    run: program(join(version.folder, 'rde'), ['version']),
  })
}

function clone({commit, folder}: Version): void {
  rmSync(folder, {recursive: true, force: true})
  mkdirSync(folder, {recursive: true})
  git('clone', '--quiet', '--no-checkout', root, folder)
  git('-C', folder, 'checkout', '--quiet', '--detach', commit)
}

/** What `./rde` runs once it is built. */
function binOf({folder}: Version): string {
  const paths = ['dist/bin/run.js', 'packages/cli/bin/run.js'].map((path) => join(folder, path))
  return paths.find((path) => existsSync(path))!
}

function describe({commit}: Version): string {
  return git('-C', root, 'log', '-1', '--format=%h %s', commit)
}

function hashOf(commit: string): string {
  return git('-C', root, 'rev-parse', '--verify', `${commit}^{commit}`)
}

function git(...args: string[]): string {
  const {status, stdout, stderr} = spawnSync('git', args, {encoding: 'utf8'})
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  return stdout.trim()
}
