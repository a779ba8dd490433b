import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {expect} from 'chai'

import {examplePath, examples, secretText} from '../example-workflows.js'
import {User} from './user.js'

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
const images = ['alpine:3.16', 'alpine:latest']
const reproducers = fileURLToPath(
  new URL('../../packages/workflow/test-data/corpus-cases/reproducers/', import.meta.url),
)

interface Case {
  /** The name of its file without the extension, and of the workflow. */
  readonly name: string
  /** Flags for every run. */
  readonly flags?: readonly string[]
  /** Flags only for runs without a cluster. */
  readonly localFlags?: readonly string[]
  /** The value of its secret: given by a flag if run without a cluster, by `secret set` if run on the cluster. */
  readonly secret?: {readonly key: string; readonly value: string}
  /** The step that is approved. */
  readonly approve?: string
  /** A difference of relay-core itself, and the notice about it. */
  readonly onCluster?: {readonly lines?: Readonly<Record<string, readonly unknown[]>>; readonly notice: RegExp}
}

const reproduced: readonly Case[] = [
  {name: 'approval-description', approve: 'ask'},
  {name: 'bytes-in-spec', onCluster: {lines: {a: ['an error']}, notice: /spec\.b holds bytes that relay-core cannot/}},
  {
    name: 'connection-not-given',
    localFlags: ['--allow-unresolved'],
    onCluster: {notice: /spec\.c refers to connection type "aws" with name "main", which is not known/},
  },
  {name: 'implied-dependency'},
  {name: 'large-number-in-env'},
  {name: 'more-than-one-document'},
  {name: 'ni-get-path'},
  {
    name: 'secret-in-a-message',
    localFlags: ['--allow-unresolved'],
    secret: {key: 's', value: 'plainsecretvalue'},
    onCluster: {notice: /env\.S cannot be evaluated/},
  },
  {name: 'secret-with-newline', secret: {key: 's', value: 'correct-horse-battery\n'}},
  {name: 'sensitive-output'},
  {name: 'variables-of-every-step'},
  {name: 'when-text-names-a-step'},
]

const flagsOfExamples: Readonly<Record<string, Partial<Case>>> = {
  hello: {flags: ['-p', 'name=Ada']},
  approval: {approve: 'release'},
  secrets: {secret: {key: 'token', value: secretText}},
}

interface RunEvent {
  readonly event: string
  readonly step?: string
  readonly phase?: string
  readonly line?: string
  readonly name?: string
  readonly value?: unknown
  readonly message?: string
  readonly outcome?: string
}

/** The result of a run. */
interface Result {
  readonly outcome: string | undefined
  /** The final phase of each step. */
  readonly steps: Readonly<Record<string, string>>
  /** The output of each step; JSON as its value, since the order of keys does not matter. */
  readonly lines: Readonly<Record<string, readonly unknown[]>>
  readonly outputs: Readonly<Record<string, unknown>>
}

function resultOf(events: readonly RunEvent[]): Result {
  const of = (kind: string) => events.filter(({event}) => event === kind)
  const lines: Record<string, unknown[]> = {}
  for (const {step, line} of of('log')) (lines[step!] ??= []).push(valueOf(line!))
  return {
    outcome: of('run-ended')[0]?.outcome,
    steps: Object.fromEntries(of('step').map(({step, phase}) => [step!, phase!])),
    lines,
    outputs: Object.fromEntries(of('output').map(({step, name, value}) => [`${step}.${name}`, value ?? 'not shown'])),
  }
}

function valueOf(line: string): unknown {
  try {
    const value = JSON.parse(line) as unknown
    return typeof value === 'object' && value !== null && 'error' in value ? 'an error' : value
  } catch {
    return line
  }
}

/** One cluster for all tests; each workflow runs on the host, in Docker and on the cluster. */
describe('The same workflow on the host, in Docker and on the cluster', () => {
  const user = new User('rde-test-e2e-corpus')

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    for (const args of [
      ['cluster', 'start', '--profile', 'core', '--stack', folder],
      ['images', 'import', ...images],
    ]) {
      const {stderr, exitCode} = await user.rde(...args)
      expect(exitCode, stderr).to.equal(0)
    }
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    user.remove()
  })

  async function run(on: 'host' | 'docker' | 'cluster', file: string, one: Case): Promise<RunEvent[]> {
    const words = ['workflow', 'run', file, '--on', on, '--follow', '--json', ...(one.flags ?? [])]
    if (on === 'cluster') {
      const {key, value} = one.secret ?? {}
      if (key !== undefined) await user.rdeWithInput(value!, 'workflow', 'secret', 'set', one.name, key)
    } else {
      words.push(...(one.localFlags ?? []), ...(one.approve === undefined ? [] : ['--approve', one.approve]))
      if (one.secret !== undefined) words.push('--secret', `${one.secret.key}=@${secretFile(one.secret.value)}`)
      if (on === 'host') words.push('--yes')
    }
    const started = user.start(...words)
    if (on === 'cluster' && one.approve !== undefined) {
      await started.printed('"approval"', 'stderr')
      await user.rde('workflow', 'approve', one.name, one.approve)
    }
    const {stderr} = await started.ended
    return stderr
      .split('\n')
      .map((line) => (line.startsWith('{') ? (JSON.parse(line) as RunEvent) : {event: 'notice', message: line}))
  }

  function secretFile(value: string): string {
    const path = join(user.temporary, 'secret')
    writeFileSync(path, value)
    return path
  }

  async function compare(file: string, one: Case): Promise<void> {
    const host = resultOf(await run('host', file, one))
    expect(host.outcome).to.be.oneOf(['succeeded', 'failed'])
    expect(resultOf(await run('docker', file, one)), 'in Docker').to.deep.equal(host)
    const events = await run('cluster', file, one)
    const {lines, notice = /(?:)/} = one.onCluster ?? {}
    expect(resultOf(events), 'on the cluster').to.deep.equal({...host, ...(lines && {lines})})
    expect(events.map(({message = ''}) => message).join('\n')).to.match(notice)
  }

  /** With an image that the cluster has. */
  function reproducer(name: string): string {
    const path = join(user.temporary, `${name}.yaml`)
    const text = readFileSync(join(reproducers, `${name}.yaml`), 'utf8')
    writeFileSync(path, text.replaceAll('alpine:3.19', 'alpine:3.16'))
    return path
  }

  for (const one of reproduced) {
    it(`does the same: ${one.name}`, () => compare(reproducer(one.name), one))
  }

  for (const {name} of examples) {
    it(`does the same: the example ${name}`, () => compare(examplePath(name), {name, ...flagsOfExamples[name]}))
  }

  it('gives a step the fields of a connection', async () => {
    const connections = join(user.temporary, 'connections.json')
    writeFileSync(connections, '{"aws": {"main": {"accessKeyID": "AK", "secretAccessKey": "hush-hush"}}}')
    const file = reproducer('connection-not-given')
    await compare(file, {name: 'connection-not-given', flags: ['--connections', connections]})
  })
})
