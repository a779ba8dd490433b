import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain'
import {expect} from 'chai'

import {proveByPods} from './prove-by-pods.js'

const images = [{name: 'reg/x:1@sha256:a'}, {name: 'reg/y:1@sha256:b'}] as const

describe('proveByPods', () => {
  let runner: ScriptedProcessRunner
  let made: Array<{metadata: {name: string}; spec: {nodeName: string; containers: {image: string}[]}}>
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  afterEach(() => runner.assertFinished())

  /** Plays a cluster whose kubelets report these container states for each pod. */
  const prove = async (...states: readonly (readonly object[])[]) => {
    runner.on(/^kubectl apply /)
    const capture = runner.capture.bind(runner)
    runner.capture = async (request) => {
      if (request.args[0] === 'apply') made = JSON.parse(request.input!).items
      if (request.args[0] !== 'get') return capture(request)
      const items = made.map(({metadata}, index) => ({
        metadata,
        status: {containerStatuses: states[index]!.map((state, number) => ({name: `image-${number}`, state}))},
      }))
      return {stdout: JSON.stringify({items}), stderr: ''}
    }
    runner.on(/^kubectl delete pods --namespace default --selector rde\.relay\.sh\/proof=/)
    const context = {kubectl: new Kubectl(runner, {kubeconfig: '/k'}), signal: new AbortController().signal}
    return proveByPods(images, ['a', 'b'], {...context, report: () => {}})
  }
  const notThere = {terminated: {exitCode: 128, reason: 'StartError'}}
  const refused = {waiting: {reason: 'ErrImagePull', message: 'rpc error\nnot found'}}

  it('creates a pod on each node, with a container for each image, and removes it', async () => {
    await prove([notThere, notThere], [notThere, notThere])
    expect(made.map(({spec}) => spec.nodeName)).to.deep.equal(['a', 'b'])
    expect(made[0]!.spec.containers.map(({image}) => image)).to.deep.equal(images.map(({name}) => name))
  })

  it('treats a container that could not be started as a successful pull', async () => {
    const proofs = await prove([notThere, notThere], [{waiting: {reason: 'RunContainerError'}}, notThere])
    expect(proofs.map(({missing}) => missing.size)).to.deep.equal([0, 0])
  })

  it('names the node that cannot pull, with its message', async () => {
    const [first, second] = await prove([notThere, notThere], [notThere, refused])
    expect([first?.missing.size, [...second!.missing]]).to.deep.equal([0, [[images[1], 'not found']]])
  })
})
