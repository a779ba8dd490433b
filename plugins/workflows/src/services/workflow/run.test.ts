import {once} from 'node:events'
import {writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'

import {expect} from 'chai'

import {clusterIdentity, newConfig} from '@rde/config'
import {temporaryData, type TemporaryData} from '@rde/config/testing/temporary-data'
import {isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {Secrets} from '@rde/process-runner'
import {recordedCall, ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Kubectl} from '@rde/toolchain'

import {runAndShow} from './run.js'

interface RecordedRun {
  readonly metadata: {readonly name: string}
}

const recorded = (JSON.parse(recordedCall('kubectl runs.get').stdout) as {items: RecordedRun[]}).items
const list = (...items: readonly object[]) => JSON.stringify({items})
const watched = (...objects: readonly object[]) => ({
  prints: objects.map((object) => JSON.stringify({type: 'ADDED', object})).join('\n'),
})
const saved = {
  metadata: {name: 'mixed', creationTimestamp: '2026-01-01T00:00:00Z'},
  spec: {steps: [{name: 'build', image: 'alpine:3.16'}]},
}

/** With the real stores; only kubectl and Docker are strict fakes. */
describe('rde workflow run --on cluster', () => {
  let folders: TemporaryData
  let runner: ScriptedProcessRunner
  let session: Session
  let notices: string[]
  let controller: AbortController
  let registry: Server
  let stored: boolean
  beforeEach(async () => {
    stored = true
    registry = createServer((_, response) => {
      response.writeHead(stored ? 200 : 404, {'docker-content-digest': 'sha256:1'}).end('{}')
    }).listen(0, '127.0.0.1')
    await once(registry, 'listening')
    folders = temporaryData()
    const identity = clusterIdentity('rde-test-config')
    const config = await newConfig(folders.data, identity)
    const registryPort = (registry.address() as AddressInfo).port
    const chosen = {...config, kubeconfig: {apiVersion: 'v1'}, cluster: {...config.cluster, registryPort}}
    writeFileSync(folders.data.config, JSON.stringify(chosen))
    runner = new ScriptedProcessRunner()
    const tools = () => ({kubectl: new Kubectl(runner, {kubeconfig: '/k'}), docker: new Docker(runner)})
    session = {identity, data: folders.data, secrets: new Secrets(), tools} as unknown as Session
    notices = []
    controller = new AbortController()
  })
  afterEach(() => {
    registry.close()
    folders.remove()
    runner.assertFinished()
  })

  const flags = {
    ...{on: 'cluster' as const, follow: true, detach: false, yes: false, verbose: false, quiet: true},
    'allow-unresolved': false,
  } as const
  const run = (target: string, more: object = {}) =>
    runAndShow(session, {
      ...{flags: {...flags, ...more}, target, json: false, timeoutMs: 0},
      ...{onNotice: (line: string) => notices.push(line), signal: controller.signal},
    })
  const file = (text = 'name: mixed\nsteps: [{name: build, image: "alpine:3.16", input: [true]}]\n') => {
    const path = join(folders.data.cluster, 'mixed.yaml')
    writeFileSync(path, text)
    return path
  }
  /** The secrets of the workflow in Vault. */
  const keeps = (entries: Readonly<Record<string, string>> = {}) => {
    const printed = Object.entries(entries).map(
      ([path, value]) => `customers/${path}\n${JSON.stringify({data: {data: {value}}}, null, 2)}\n`,
    )
    runner
      .on(
        /^kubectl get secrets /,
        list({metadata: {name: 'vault'}, data: {'root-token': Buffer.from('token').toString('base64')}}),
      )
      .on(/^kubectl exec /, printed.join(''))
  }
  const follows = (name: string) => {
    const object = recorded.find(({metadata}) => metadata.name === name)!
    runner
      .on(/^kubectl create --output=json/, JSON.stringify(object))
      .on(/get --raw .*\/runs\?.*watch=true/, watched(object))
      .on(/get --raw .*\/pods\?.*watch=true/, watched())
      .on(/get --raw .*\/pipelineruns\?.*watch=true/, watched())
  }

  it('reads the workflow and the runs from the cluster once each, then saves and starts', async () => {
    keeps()
    runner
      .on(/get workflows\.relay\.sh/, list())
      .on(/^kubectl apply/)
      .on(/get runs\.relay\.sh/, list())
    follows('empty-1')
    const {answer, line, failure} = await run(file())
    expect(failure).to.equal(undefined)
    expect(line).to.equal('empty#1 succeeded')
    expect(answer).to.include({reference: 'empty#1', state: 'succeeded'})
  })

  it('ends with the failed step and the commands for what to do next', async () => {
    keeps()
    runner
      .on(/get workflows\.relay\.sh/, list())
      .on(/^kubectl apply/)
      .on(/get runs\.relay\.sh/, list())
    runner.play('kubectl runs.exit-codes')
    follows('mixed-2')
    const steps = 'build fails after skipme'.split(' ').map((name) => `- {name: ${name}, image: a, input: [x]}`)
    const path = file(['name: mixed', 'parameters: {env: {default: dev}}', 'steps:', ...steps, ''].join('\n'))
    const {failure} = await run(path, {param: ['env=prod']})
    expect(failure?.message).to.equal('mixed#2 failed.\nfails failed with exit code 3 after 3.0 s')
    expect(failure?.remedies.map(({command}) => command)).to.deep.equal([
      'rde workflow logs mixed#2 fails',
      `rde workflow run ${path}`,
    ])
  })

  it('only starts a run with --detach', async () => {
    runner.on(/get workflows\.relay\.sh/, list(saved)).on(/get runs\.relay\.sh/, list())
    runner.on(/^kubectl create/, JSON.stringify(recorded.find(({metadata}) => metadata.name === 'mixed-1')))
    const {line, failure} = await run('mixed', {follow: false, detach: true})
    expect([line, failure]).to.deep.equal(['mixed#1', undefined])
  })

  it('warns of an unknown connection before the run', async () => {
    keeps({'connections/mixed/aws/other': 'id', 'connections/mixed/id/accessKeyID': 'AK'})
    runner
      .on(/get workflows\.relay\.sh/, list())
      .on(/^kubectl apply/)
      .on(/get runs\.relay\.sh/, list())
    follows('empty-1')
    const step =
      '{name: build, image: "alpine:3.16", input: [x], spec: {c: !Connection [aws, main], d: !Connection [aws, other]}}'
    const path = file(`name: mixed\nsteps: [${step}]\n`)
    await run(path)
    expect(notices.filter((line) => line.includes('connection'))).to.deep.equal([
      `The connection aws/main is not known: steps get the expression instead. Provide it: rde workflow run ${path} --connections FILE`,
    ])
  })

  it('warns of a missing secret before the run', async () => {
    keeps({'workflows/mixed/other': 'x'})
    runner.on(/get workflows\.relay\.sh/, list()).on(/^kubectl apply/)
    runner.on(/get runs\.relay\.sh/, list())
    follows('empty-1')
    const text = 'name: mixed\nsteps: [{name: build, image: "alpine:3.16", env: {T: !Secret token}, input: [true]}]\n'
    await run(file(text))
    expect(notices.join('\n'))
      .to.contain('The secret token is not set')
      .and.to.contain('rde workflow secret set mixed token')
  })

  it('does not start a run without following it while an image is only in the local Docker', async () => {
    stored = false
    runner
      .on(/get workflows\.relay\.sh/, list(saved))
      .on(/^docker image inspect/, '{"Id":"sha256:1","Size":1,"Os":"linux","Architecture":"amd64"}')
    const error = await run('mixed', {follow: false}).catch((problem: unknown) => problem)
    expect(isRdeError(error) && [error.oclif.exit, error.code, error.remedies[0]?.command]).to.deep.equal([
      1,
      'RDE_IMAGE_NOT_IMPORTED',
      'rde images import alpine:3.16',
    ])
  })

  it('does not start a run of a file either then, and offers the import', async () => {
    stored = false
    runner
      .on(/get workflows\.relay\.sh/, list())
      .on(/^kubectl apply/)
      .on(/^docker image inspect/, '{"Id":"sha256:1","Size":1,"Os":"linux","Architecture":"amd64"}')
    const path = file()
    const error = await run(path, {follow: false}).catch((problem: unknown) => problem)
    expect(isRdeError(error) && [error.oclif.exit, error.remedies.map(({command}) => command)]).to.deep.equal([
      1,
      ['rde images import alpine:3.16', `rde workflow run ${path} --detach`],
    ])
  })

  it('starts it with --detach, and reports the missing image', async () => {
    stored = false
    runner
      .on(/get workflows\.relay\.sh/, list())
      .on(/^kubectl apply/)
      .on(/^docker image inspect/, '{"Id":"sha256:1","Size":1,"Os":"linux","Architecture":"amd64"}')
      .on(/get runs\.relay\.sh/, list())
      .on(/^kubectl create/, JSON.stringify(recorded.find(({metadata}) => metadata.name === 'mixed-1')))
    const {line, failure} = await run(file(), {follow: false, detach: true})
    expect([line, failure]).to.deep.equal(['mixed#1', undefined])
    expect(notices).to.include(
      'The image alpine:3.16 is on this machine, but not in the cluster. Import: rde images import alpine:3.16',
    )
  })

  it('detaches on an interruption; the run continues', async () => {
    keeps()
    runner.on(/get workflows\.relay\.sh/, list(saved)).on(/get runs\.relay\.sh/, list())
    follows('badwhen-1')
    const stream = runner.stream.bind(runner)
    runner.stream = (request, onLine) => {
      // The last of the three watches.
      if (request.args.join(' ').includes('pipelineruns'))
        setImmediate(() => controller.abort(new Error('interrupted')))
      return stream(request, onLine)
    }
    const {failure} = await run('mixed')
    expect([failure?.code, failure?.oclif.exit]).to.deep.equal(['RDE_DETACHED', 130])
  })

  it('reports a missing file before it needs a cluster', async () => {
    const error = await run(join(folders.data.cluster, 'none.yaml')).catch((problem: unknown) => problem)
    expect(isRdeError(error) && error.code).to.equal('RDE_WORKFLOW_FILE')
  })

  it('explains how to install a missing engine, and how to run without it', async () => {
    const stderr = `error: the server doesn't have a resource type "workflows"`
    runner.on(/^kubectl get secrets /, list()).on(/get workflows\.relay\.sh/, {exitCode: 1, stderr})
    const path = file()
    const error = await run(path).catch((problem: unknown) => problem)
    expect(isRdeError(error) && [error.code, error.remedies.at(-1)?.command]).to.deep.equal([
      'RDE_ENGINE_ABSENT',
      `rde workflow run ${path} --on host`,
    ])
  })

  it('refuses an undeclared parameter, and suggests the nearest name', async () => {
    const path = file('name: mixed\nparameters: {name: {default: x}}\nsteps: []\n')
    const error = await run(path, {param: ['nam=you']}).catch((problem: unknown) => problem)
    expect(isRdeError(error) && [error.oclif.exit, error.message, error.remedies[0]?.command]).to.deep.equal([
      2,
      'The workflow has no parameter "nam"; did you mean "name"?\nIts parameters: name.',
      `rde workflow run ${path} -p name=…`,
    ])
  })

  it('refuses flags for runs without a cluster', async () => {
    const error = await run(file(), {secret: ['a=@b']}).catch((problem: unknown) => problem)
    expect(isRdeError(error) && error.code).to.equal('RDE_USAGE')
  })

  it('does not detach from a run without a cluster', async () => {
    const error = await run(file(), {on: 'host', follow: false, detach: true}).catch((problem: unknown) => problem)
    expect(isRdeError(error) && error.message).to.equal('--detach cannot be used with --on host.')
  })
})
