import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {clusterIdentity, DataDirectory, defaultConfig} from '@rde/config'
import {isRdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Kubectl} from '@rde/toolchain'
import {revisionOf} from '@rde/workflow/engine'

import {workflowsPhase} from './workflows.js'

const file = 'steps:\n  - {name: a, image: "alpine:3.16", input: [echo a]}\n'
const succeeded = (revision: string) => ({
  metadata: {
    name: 'hello-1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: {'rde.relay.sh/run-number': '1', 'rde.relay.sh/revision': revision},
  },
  spec: {workflowRef: {name: 'hello'}},
  status: {
    conditions: [
      {type: 'Completed', status: 'True'},
      {type: 'Succeeded', status: 'True'},
    ],
  },
})

describe('The phase workflows', () => {
  let runner: ScriptedProcessRunner
  let root: string
  let config = defaultConfig(clusterIdentity('rde-test-acc'))
  beforeEach(() => {
    runner = new ScriptedProcessRunner()
    root = mkdtempSync(join(tmpdir(), 'rde-workflows-'))
    config = defaultConfig(clusterIdentity('rde-test-acc'))
  })
  afterEach(() => {
    rmSync(root, {recursive: true})
    runner.assertFinished()
  })

  const write = (name: string, text: string) => {
    mkdirSync(join(root, '.config/rde/workflows'), {recursive: true})
    writeFileSync(join(root, '.config/rde/workflows', name), text)
  }
  const run = () =>
    workflowsPhase().run({
      ...{config: () => config, data: DataDirectory.fromEnvironment({HOME: root})},
      ...{kubectl: new Kubectl(runner, {kubeconfig: '/k'}), docker: new Docker(runner)},
      ...{signal: new AbortController().signal, report: () => {}},
    } as unknown as PhaseContext)

  it('starts no program if there is no directory', async () => {
    expect((await run()).changed).to.equal(false)
    expect(runner.requests).to.deep.equal([])
  })

  it('starts no program if onStart is never', async () => {
    write('10-hello.yaml', file)
    config = {...config, workflows: {...config.workflows, onStart: 'never'}}
    expect((await run()).changed).to.equal(false)
    expect(runner.requests).to.deep.equal([])
  })

  it('skips files that have not changed since they last succeeded', async () => {
    write('10-hello.yaml', file)
    runner.on(/^kubectl get runs/, JSON.stringify({items: [succeeded(revisionOf(Buffer.from(file)))]}))
    expect((await run()).detail).to.equal('1 unchanged since they last succeeded')
  })

  it('fails with the reason of each failed file, and continues with the next ones', async () => {
    write('10-bad.yaml', 'steps: 3\n')
    write('20-hello.yaml', file)
    runner.on(/^kubectl get runs/, JSON.stringify({items: [succeeded(revisionOf(Buffer.from(file)))]}))
    const error = await run().catch((problem: unknown) => problem)
    expect(isRdeError(error) && error.code).to.equal('RDE_WORKFLOWS_FAILED')
    expect(String(error)).to.match(
      /1 of 2 workflows .* failed\.\n {2}10-bad\.yaml: [^]*10-bad\.yaml:1:[^]*hello#1 succeeded$/,
    )
  })
})
