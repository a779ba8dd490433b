import type {RdeError} from '@rde/errors'
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
    expect(detail).to.match(/, k3d-rde-test-acc-agent-0 taken off the list$/)
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

  it('does not wait where kubectl refuses for another reason', async () => {
    scene.play('docker running.ps', 'docker running.inspect')
    scene.runner.on(/^kubectl get/, {exitCode: 1, stderr: 'error: You must be logged in to the server (Unauthorized)'})
    const message = await nodesReady()
      .run(scene.context)
      .catch((error: Error) => error.message)
    expect(message).to.contain('Unauthorized')
  })
})
