import {writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {clusterIdentity, defaultConfig} from '@rde/config'
import {temporaryData} from '@rde/config/testing/temporary-data'
import {digestA, pod} from '@rde/images/testing/workloads'
import type {Session} from '@rde/plugin-kit'
import {Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Kubectl} from '@rde/toolchain'

import {measureMemory} from './measure-memory.js'

const services = [{name: 'relay-operator', local: 'x:local', pullFrom: 'reg.example.com/x:latest'}]

/** The stats of a kubelet for a pod `NAME` in the namespace `default` with containers `main` and `agent`. */
function used(name: string, main: number) {
  const containers = [
    {name: 'main', memory: {workingSetBytes: main}},
    {name: 'agent', memory: {workingSetBytes: 1_000}},
  ]
  return {podRef: {name, namespace: 'default'}, containers}
}

describe('measureMemory', () => {
  const identity = clusterIdentity('rde-test-acc')
  const {data, remove} = temporaryData()
  const kubeconfig = {server: 'https://127.0.0.1:1', certificateAuthority: '', clientCertificate: '', clientKey: ''}
  let runner: ScriptedProcessRunner
  before(() => writeFileSync(data.config, JSON.stringify({...defaultConfig(identity), kubeconfig})))
  beforeEach(() => {
    runner = new ScriptedProcessRunner().play('docker running.ps')
    const items = [pod(`x:local@${digestA}`, digestA), pod('x:local', digestA, 'hello-2'), pod('other:1', digestA, 'o')]
    runner.on(/^kubectl get nodes,/, JSON.stringify({items}))
    runner.on(/^kubectl get nodes /, JSON.stringify({items: ['a', 'b'].map((name) => ({metadata: {name}}))}))
  })
  afterEach(() => runner.assertFinished())
  after(remove)

  const measure = () => {
    const tools = {docker: new Docker(runner), kubectl: new Kubectl(runner, {kubeconfig: '/k'})}
    const session = {data, identity, secrets: new Secrets(), tools: () => tools} as unknown as Session
    return measureMemory(session, services, new AbortController().signal)
  }
  const node = (name: string) =>
    new RegExp(`^kubectl get --raw '/api/v1/nodes/${name}/proxy/stats/summary\\?only_cpu_and_memory=true'`)

  it("adds up what the services' own containers use on all nodes", async () => {
    runner.on(node('a'), JSON.stringify({pods: [used('hello-1', 20), used('o', 500)]}))
    runner.on(node('b'), JSON.stringify({pods: [used('hello-2', 3)]}))
    expect(await measure()).to.equal(23)
  })

  it('is undefined if a kubelet does not report it', async () => {
    runner.on(node('a'), {exitCode: 1, stderr: 'Error from server (ServiceUnavailable)'}).on(node('b'), '{}')
    expect(await measure()).to.equal(undefined)
  })
})
