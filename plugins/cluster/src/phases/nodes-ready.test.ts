import type {RdeError} from '@rde/errors'
import {recordedCall} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {Scene} from '../testing/scene.js'
import {nodesReady} from './nodes-ready.js'

describe('the phase nodes-ready', () => {
  let scene: Scene

  beforeEach(() => (scene = new Scene()))
  afterEach(() => scene.close())

  const look = (name: string) => scene.play(`docker ${name}.ps`, `docker ${name}.inspect`, `kubectl ${name}.get`)
  const silence = () => scene.play('docker running.ps', 'docker running.inspect', 'kubectl api-silent.get')

  it('changes nothing where all nodes are ready', async () => {
    look('running')
    expect(await nodesReady().run(scene.context)).to.deep.equal({
      changed: false,
      detail: '3 ready, Kubernetes v1.33.4+k3s1',
    })
  })

  it('waits for an API server that does not answer yet', async () => {
    silence()
    look('running')
    expect((await nodesReady().run(scene.context)).changed).to.equal(true)
    expect(scene.reports).to.deep.equal(['waiting for the API server'])
  })

  it('reports what it waits for once, not at every look', async () => {
    silence()
    silence()
    look('running')
    await nodesReady().run(scene.context)
    expect(scene.reports).to.have.length(1)
  })

  it('takes a node without a container off the list of the API', async () => {
    look('agent-missing').play('kubectl add-agent.delete')
    // Whether one look is enough depends on where DNS ran when the agent went.
    look('agent-added')
    const {detail} = await nodesReady().run(scene.context)
    scene.runner.forget()
    expect(detail).to.match(/, k3d-rde-test-acc-agent-0 removed from the list$/)
  })

  it('tells at the end of its time what it saw last, and the last words of the server', async () => {
    silence()
    scene.runner.on(/^docker logs --tail 5 k3d-rde-test-acc-server-0/, 'out of memory\n')
    scene.endsAt('waiting for the API server')
    const {message, oclif} = await nodesReady()
      .run(scene.context)
      .then(
        () => expect.fail('no error'),
        (error: RdeError) => error,
      )
    expect({message, exit: oclif.exit}).to.deep.equal({
      message: 'The nodes did not become ready: waiting for the API server.\nout of memory',
      exit: 124,
    })
  })

  it('asks k3d for another kubeconfig where the API server refuses the one of config.json', async () => {
    scene.play('docker running.ps', 'docker running.inspect', 'k3d create.kubeconfig-get')
    const stderr = 'Unable to connect to the server: tls: failed to verify certificate: x509: unknown authority'
    scene.runner.on(/^kubectl get/, {exitCode: 1, stderr})
    look('running')
    const {detail} = await nodesReady().run(scene.context)
    expect(detail).to.equal('3 ready, Kubernetes v1.33.4+k3s1, kubeconfig renewed')
    expect(scene.config.kubeconfig).to.have.property('kind', 'Config')
  })

  it('does not wait where kubectl refuses for another reason', async () => {
    scene.play('docker running.ps', 'docker running.inspect')
    scene.runner.on(/^kubectl get/, {exitCode: 1, stderr: 'Error from server (Forbidden): nodes is forbidden'})
    const message = await nodesReady()
      .run(scene.context)
      .catch((error: Error) => error.message)
    expect(message).to.contain('is forbidden')
  })

  it('keeps the last reason where the end of its time aborts a question', async () => {
    silence()
    scene.play('docker running.ps', 'docker running.inspect')
    const abort = () => setImmediate(() => scene.interruption.abort())
    scene.runner.on(/^kubectl get/, {exitCode: 1, stderr: 'Error from server (Forbidden): nodes is forbidden'})
    scene.runner.on(/^docker logs /, '')
    abort()
    const {message} = await nodesReady()
      .run(scene.context)
      .catch((error: Error) => error)
      .then((error) => error as Error)
    scene.runner.forget()
    expect(message).to.match(/The nodes did not become ready: (waiting for the API server|the API server has not)/)
  })

  it('notes nodes that somebody cordoned, with the command that lets them take pods again', async () => {
    const {stdout} = recordedCall('kubectl running.get')
    const list = JSON.parse(stdout) as {items: Array<{kind: string; metadata: {name: string}; spec?: object}>}
    const [node] = list.items.filter(({kind}) => kind === 'Node')
    Object.assign(node!, {spec: {...node!.spec, unschedulable: true}})
    scene.play('docker running.ps', 'docker running.inspect').runner.on(/^kubectl get nodes,/, JSON.stringify(list))
    const {changed, notes} = await nodesReady().run(scene.context)
    expect(changed).to.equal(false)
    const name = node!.metadata.name
    expect(notes).to.deep.equal([`${name} is cordoned: it takes no new pods\n    rde kubectl uncordon ${name}`])
  })
})
