import {rmSync, writeFileSync} from 'node:fs'

import {recordedCall} from '@rde/process-runner/testing'
import type {NodeObject} from '@rde/toolchain'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {PhaseHarness} from '../testing/phase-harness.js'
import {clusterStatus} from './status.js'

describe('clusterStatus', () => {
  let harness: PhaseHarness

  beforeEach(() => {
    harness = new PhaseHarness()
    writeFileSync(harness.data.config, '{"version": 1}')
  })
  afterEach(() => harness.close())

  const run = () => clusterStatus(harness.session, harness.interruption.signal)

  it('lists the nodes with their state and readiness, the load balancer among them', async () => {
    harness.play('docker running.ps', 'docker running.inspect', 'kubectl running.get')
    const {nodes} = await run()
    expect(nodes.map(({role, state, ready}) => [role, state, ready])).to.deep.equal([
      ['server', 'running', true],
      ['agent', 'running', true],
      ['agent', 'running', true],
      ['loadbalancer', 'running', undefined],
    ])
  })

  it('does not call the API server if no server runs', async () => {
    harness.play('docker stopped.ps')
    expect((await run()).verdict).to.equal('stopped')
  })

  it('reports the address of the registry', async () => {
    harness.play('docker stopped.ps')
    expect((await run()).registry).to.deep.equal({address: '127.0.0.1:23646', state: 'exited'})
  })

  it('is unknown if Docker does not answer, with a command that may help', async () => {
    harness.play('docker no-docker.ps')
    const {verdict, repair} = await run()
    expect({verdict, repair}).to.deep.equal({verdict: 'unknown', repair: 'sudo systemctl start docker'})
  })

  const running = () => harness.play('docker running.ps', 'docker running.inspect')

  it('distinguishes an API server that refuses the kubeconfig from one that does not answer', async () => {
    const stderr = 'Unable to connect to the server: tls: failed to verify certificate: x509: unknown authority'
    running().runner.on(/^kubectl get nodes,/, {exitCode: 1, stderr})
    const {problems, repair} = await run()
    expect(problems).to.deep.equal([`the API server refuses the kubeconfig: ${stderr}`])
    expect(repair).to.equal('rde cluster start')
  })

  it('names a node under disk pressure, with the message of its condition', async () => {
    const message = 'kubelet has disk pressure'
    const list = JSON.parse(recordedCall('kubectl running.get').stdout) as {items: NodeObject[]}
    const node = list.items.find(({kind}) => kind === 'Node')!
    const conditions = [...node.status!.conditions!, {type: 'DiskPressure', status: 'True', message}]
    const items = list.items.map((item) => (item === node ? {...node, status: {...node.status, conditions}} : item))
    running().runner.on(/^kubectl get nodes,/, JSON.stringify({items}))
    const {verdict, problems, repair} = await run()
    expect({verdict, problems, repair}).to.deep.equal({
      verdict: 'degraded',
      problems: [`${node.metadata.name} has DiskPressure: ${message}`],
      repair: 'docker builder prune --all',
    })
  })

  it('names a crashing workload outside the stack', async () => {
    const crash = clusterObjects.waiting('shop/web', 'CrashLoopBackOff', 'back-off 5m0s restarting failed container')
    const {items} = JSON.parse(recordedCall('kubectl running.get').stdout) as {items: object[]}
    running().runner.on(/^kubectl get nodes,/, JSON.stringify({items: [...items, ...crash]}))
    const {problems, repair} = await run()
    expect(problems[0]).to.match(/^Deployment shop\/web: container \S+ of web in shop: CrashLoopBackOff: back-off/)
    expect(repair).to.match(/^rde kubectl logs web --namespace shop --container \S+ --previous$/)
  })

  it('reports the addresses and the profile', async () => {
    running().play('kubectl running.get')
    const {profile, addresses} = await run()
    expect({profile, addresses}).to.deep.equal({
      profile: 'full',
      addresses: {api: 'https://127.0.0.1:23645', http: 'http://localhost:23647'},
    })
  })

  it('is degraded if config.json is missing', async () => {
    rmSync(harness.data.config)
    harness.play('docker running.ps')
    const {verdict, problems} = await run()
    expect({verdict, problems}).to.deep.equal({verdict: 'degraded', problems: ['config.json is gone']})
  })

  it('works with a config.json that cannot be read', async () => {
    writeFileSync(harness.data.config, '{')
    harness.play('docker stopped.ps')
    const {verdict, configProblem} = await run()
    expect([verdict, configProblem?.split('\n').length]).to.deep.equal(['stopped', 2])
  })
})
