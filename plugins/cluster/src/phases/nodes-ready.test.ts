import type {RdeError} from '@rde/errors'
import {ProcessError} from '@rde/process-runner'
import {recordedCall} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {nodesReady} from './nodes-ready.js'

describe('the phase nodes-ready', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const look = (name: string) => harness.play(`docker ${name}.ps`, `docker ${name}.inspect`, `kubectl ${name}.get`)
  const silence = () => harness.play('docker running.ps', 'docker running.inspect', 'kubectl api-silent.get')

  it('changes nothing if all nodes are ready', async () => {
    look('running')
    expect(await nodesReady().run(harness.context)).to.deep.equal({
      changed: false,
      detail: '3 ready, Kubernetes v1.33.4+k3s1',
    })
  })

  it('waits for an API server that does not answer yet', async () => {
    silence()
    look('running')
    expect((await nodesReady().run(harness.context)).changed).to.equal(true)
    expect(harness.reports).to.deep.equal(['waiting for the API server'])
  })

  it('reports what it waits for once, not at every look', async () => {
    silence()
    silence()
    look('running')
    await nodesReady().run(harness.context)
    expect(harness.reports).to.have.length(1)
  })

  it('deletes a node without a container from the API', async () => {
    look('agent-missing').play('kubectl add-agent.delete')
    // Whether one look is enough depends on where DNS ran when the agent was removed.
    look('agent-added')
    const {detail} = await nodesReady().run(harness.context)
    harness.runner.forget()
    expect(detail).to.match(/, k3d-rde-test-acc-agent-0 removed from the list$/)
  })

  it('reports at its deadline the last reason and the last log lines of the server', async () => {
    silence()
    harness.runner.on(/^docker logs --tail 5 k3d-rde-test-acc-server-0/, 'out of memory\n')
    harness.endsAt('waiting for the API server')
    const {message, oclif} = await nodesReady()
      .run(harness.context)
      .then(
        () => expect.fail('no error'),
        (error: RdeError) => error,
      )
    expect({message, exit: oclif.exit}).to.deep.equal({
      message: 'The nodes did not become ready: waiting for the API server.\nout of memory',
      exit: 124,
    })
  })

  it('gets a new kubeconfig from k3d if the API server refuses the one of config.json', async () => {
    harness.play('docker running.ps', 'docker running.inspect', 'k3d create.kubeconfig-get')
    const stderr = 'Unable to connect to the server: tls: failed to verify certificate: x509: unknown authority'
    harness.runner.on(/^kubectl get/, {exitCode: 1, stderr})
    look('running')
    const {detail} = await nodesReady().run(harness.context)
    expect(detail).to.equal('3 ready, Kubernetes v1.33.4+k3s1, kubeconfig renewed')
    expect(harness.config.kubeconfig).to.have.property('kind', 'Config')
  })

  it('does not wait if kubectl fails for another reason', async () => {
    harness.play('docker running.ps', 'docker running.inspect')
    harness.runner.on(/^kubectl get/, {exitCode: 1, stderr: 'Error from server (Forbidden): nodes is forbidden'})
    const message = await nodesReady()
      .run(harness.context)
      .catch((error: Error) => error.message)
    expect(message).to.contain('is forbidden')
  })

  it('keeps the last reason if the deadline aborts a query', async () => {
    const {stdout} = recordedCall('kubectl running.get')
    const waiting = stdout.replaceAll('kubelet is posting ready status', 'the disk is asleep')
    const unready = waiting.replace(
      /("type": "Ready",\s*"status": )"True"(,\s*"reason": "KubeletReady")/g,
      '$1"False"$2',
    )
    harness.play('docker running.ps', 'docker running.inspect', 'docker running.ps', 'docker running.inspect')
    harness.runner.on(/^kubectl get nodes,/, unready)
    // The second query is aborted: its error says nothing about the nodes.
    const {runner} = harness
    const capture = runner.capture.bind(runner)
    let asked = 0
    runner.capture = async (request) => {
      if (request.file !== 'kubectl' || (asked += 1) === 1) return capture(request)
      harness.interruption.abort(new Error('out of time'))
      throw new ProcessError(request, {failure: 'cancelled', summary: 'was interrupted: kubectl get', stderr: ''})
    }
    runner.on(/^docker logs /, '')
    const error = await nodesReady()
      .run(harness.context)
      .catch((thrown: Error) => thrown)
    expect(error)
      .to.have.property('message')
      .that.matches(/^The nodes did not become ready: .*the disk is asleep/)
  })

  it('notes cordoned nodes, with the command to uncordon them', async () => {
    const {stdout} = recordedCall('kubectl running.get')
    const list = JSON.parse(stdout) as {items: Array<{kind: string; metadata: {name: string}; spec?: object}>}
    const [node] = list.items.filter(({kind}) => kind === 'Node')
    Object.assign(node!, {spec: {...node!.spec, unschedulable: true}})
    harness.play('docker running.ps', 'docker running.inspect').runner.on(/^kubectl get nodes,/, JSON.stringify(list))
    const {changed, notes} = await nodesReady().run(harness.context)
    expect(changed).to.equal(false)
    const name = node!.metadata.name
    expect(notes).to.deep.equal([`${name} is cordoned: it takes no new pods\n    rde kubectl uncordon ${name}`])
  })
})
