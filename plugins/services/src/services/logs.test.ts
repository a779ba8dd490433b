import {writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {clusterIdentity, defaultConfig} from '@rde/config'
import {temporaryData} from '@rde/config/testing/temporary-data'
import {deployment, digestA, pod} from '@rde/images/testing/workloads'
import type {Session} from '@rde/plugin-kit'
import {Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Kubectl} from '@rde/toolchain'

import {printServiceLogs, type LogsOptions} from './logs.js'

const services = [{name: 'relay-operator', local: 'x:local', pullFrom: 'reg.example.com/x:latest'}]

describe('printServiceLogs', () => {
  const identity = clusterIdentity('rde-test-acc')
  const {data, remove} = temporaryData()
  const kubeconfig = {server: 'https://127.0.0.1:1', certificateAuthority: '', clientCertificate: '', clientKey: ''}
  let runner: ScriptedProcessRunner
  before(() => writeFileSync(data.config, JSON.stringify({...defaultConfig(identity), kubeconfig})))
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  afterEach(() => runner.assertFinished())
  after(remove)

  const running = (...items: object[]) =>
    runner.play('docker running.ps').on(/^kubectl get nodes,/, JSON.stringify({items}))
  const print = async (more: Partial<LogsOptions> = {}) => {
    const tools = {docker: new Docker(runner), kubectl: new Kubectl(runner, {kubeconfig: '/k'})}
    const session = {data, identity, secrets: new Secrets(), tools: () => tools} as unknown as Session
    const lines: string[] = []
    const {signal} = new AbortController()
    const options = {service: 'relay-operator', follow: false, signal, servicesFor: async () => services, ...more}
    await printServiceLogs(session, {...options, print: (line) => lines.push(line)})
    return lines
  }

  it('prints the log of the container that runs the image', async () => {
    running(deployment('x:local'), pod(`x:local@${digestA}`, digestA), pod('other:1', digestA, 'other-1'))
    runner.on(/^kubectl logs hello-1 --namespace default --container main$/, 'one\ntwo\n')
    expect(await print()).to.deep.equal(['one', 'two'])
  })

  it('prefixes each line with the container if there are several', async () => {
    running(pod('x:local', digestA), pod('x:local', digestA, 'hello-2'))
    runner.on(/^kubectl logs hello-1 .* --tail=5$/, 'one').on(/^kubectl logs hello-2 .* --tail=5$/, 'two')
    expect(await print({tail: 5})).to.deep.equal(['hello-1 main | one', 'hello-2 main | two'])
  })

  it('continues with the others if one container no longer has a log', async () => {
    running(pod('x:local', digestA), pod('x:local', digestA, 'hello-2'))
    runner.on(/^kubectl logs hello-1 /, {exitCode: 1, stderr: 'Error from server (NotFound): pods "hello-1" not found'})
    runner.on(/^kubectl logs hello-2 /, 'two')
    const [lost, other] = await print()
    expect(lost).to.match(/^hello-1 main \| \(no log: /)
    expect(other).to.equal('hello-2 main | two')
  })

  it('follows if requested', async () => {
    running(pod('x:local', digestA))
    runner.on(/^kubectl logs hello-1 .* --follow$/, 'one')
    expect(await print({follow: true})).to.deep.equal(['one'])
  })

  it('says that no pod uses the image', async () => {
    running()
    const error = await print().catch((thrown: Error) => thrown)
    expect(error).to.include({
      code: 'RDE_SERVICE_NOT_RUNNING',
      message: 'relay-operator does not run: no pod uses x:local.',
    })
  })

  it('suggests a similar service', async () => {
    const error = await print({service: 'relay-opreator'}).catch((thrown: Error) => thrown)
    expect(error).to.have.property('message').that.contains('Did you mean relay-operator?')
  })
})
