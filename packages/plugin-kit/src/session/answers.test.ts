import {clusterIdentity, DataDirectory, defaultConfig} from '@rde/config'
import {recordedCall, ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Helm, K3d, Kubectl} from '@rde/toolchain'
import {expect} from 'chai'

import {Answers, containers, type Question} from './answers.js'

const kubeconfig = '/k.yaml'
const identity = clusterIdentity('rde-test-acc')
const data = DataDirectory.fromEnvironment({HOME: '/nowhere'})

describe('Answers', () => {
  let runner: ScriptedProcessRunner
  let known: object | null
  let asked: string[]
  const answers = () => {
    const [docker, kubectl] = [new Docker(runner), new Kubectl(runner, {kubeconfig})]
    const tools = {
      docker,
      kubectl,
      k3d: new K3d(runner, {data, identity}),
      helm: new Helm(runner, {file: 'helm', kubeconfig}),
    }
    return new Answers({
      ...tools,
      runner,
      identity,
      data,
      config: () => ({...defaultConfig(identity), kubeconfig: known}) as never,
    })
  }
  /** Answers with how often it was asked. */
  const question = (name: string, more: Partial<Question<number>> = {}): Question<number> => ({
    to: 'docker',
    ask: async () => asked.push(name),
    ...more,
  })
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  beforeEach(() => {
    runner = new ScriptedProcessRunner().playAlways('docker machine.context-inspect', 'docker machine.info')
    known = {}
    asked = []
  })
  afterEach(() => runner.assertFinished())

  it('ask each question once', async () => {
    const [one, all] = [question('one'), answers()]
    expect(await Promise.all([all.of(one), all.of(one)])).to.deep.equal([1, 1])
  })

  it('ask again a question whose answer was forgotten', async () => {
    const [one, all] = [question('one'), answers()]
    await all.of(one)
    all.forget(one)
    expect(await all.of(one)).to.equal(2)
  })

  it('ask again a question whose answer is no longer fresh', async () => {
    const [one, all] = [question('one', {freshMs: 0}), answers()]
    await all.of(one)
    expect(await all.of(one)).to.equal(2)
  })

  it('ask again a question that failed, and give each caller the reason', async () => {
    let failing = true
    const ask = async () => (failing ? Promise.reject(new Error('silent')) : 1)
    const [one, all] = [question('one', {ask}), answers()]
    expect(await all.of(one).catch((error: Error) => error.message)).to.equal('silent')
    failing = false
    expect(await all.of(one)).to.equal(1)
  })

  it('prefetch all questions of a plan before an answer is needed', async () => {
    runner.on(/^docker ps/, recordedCall('docker running.ps').stdout)
    const all = answers()
    all.prefetch([question('docker'), question('cluster', {to: 'cluster'})])
    await all.of(containers)
    await settled()
    expect(asked).to.deep.equal(['docker', 'cluster'])
  })

  it('prefetch in the order of the plan, even if a question needs another answer first', async () => {
    runner.on(/^docker ps/, recordedCall('docker running.ps').stdout)
    const all = answers()
    const ask = async () => {
      await all.of(containers)
      return asked.push('first')
    }
    all.prefetch([question('first', {to: 'cluster', ask}), question('second', {to: 'cluster'})])
    while (asked.length < 2) await settled()
    expect(asked).to.deep.equal(['first', 'second'])
  })

  for (const scene of ['stopped', 'paused', 'agent-missing', 'registry-missing'])
    it(`prefetch nothing from a cluster as in ${scene}`, async () => {
      runner.on(/^docker ps/, recordedCall(`docker ${scene}.ps`).stdout)
      const all = answers()
      all.prefetch([question('cluster', {to: 'cluster'})])
      await all.of(containers)
      await settled()
      expect(asked).to.deep.equal([])
    })

  it('prefetch nothing from a cluster whose kubeconfig is unknown', async () => {
    known = null
    answers().prefetch([question('cluster', {to: 'cluster'})])
    await settled()
    expect(asked).to.deep.equal([])
  })
})

describe('the containers', () => {
  it('are not waited for if the engine is known not to answer', async () => {
    const never = new Promise<never>(() => {})
    const engine = {kind: 'unreachable', address: '', reason: 'timeout', message: ''} as const
    const config = () => defaultConfig(identity)
    const context = {docker: {containers: () => never}, identity, config, answers: {of: async () => engine}}
    const error = await containers.ask(context as never).catch((thrown: Error) => thrown)
    expect(error).to.include({code: 'RDE_DOCKER_UNREACHABLE'})
  })
})
