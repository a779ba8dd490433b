import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Kubectl, type PodObject} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'
import {deployment, digestA, digestB, pod, snapshot} from '../testing/workloads.js'
import {awaitUser} from './await-user.js'

const image = {reference: ImageReference.parse('x:local'), digest: digestA, registryHosts: []}
const named = `x:local@${digestA}`
const workload = deployment(named)

/** A pod whose only container ended `restartCount` times. */
function crashing(text: string, ends: number): PodObject {
  const healthy = pod(text, digestB, 'hello-crashing')
  const terminated = {exitCode: 2}
  const status = {
    name: 'main',
    restartCount: ends - 1,
    state: {waiting: {reason: 'CrashLoopBackOff'}},
    lastState: {terminated},
  }
  return {...healthy, status: {phase: 'Running', containerStatuses: [status]}}
}

describe('awaitUser', () => {
  let runner: ScriptedProcessRunner
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  afterEach(() => runner.assertFinished())

  /** Awaits with these pods at the first check, and only the healthy new one after that. */
  const wait = async (...pods: PodObject[]) => {
    const looks = [snapshot([workload], pods)]
    const snapshots = {now: async () => looks.shift() ?? snapshot([workload], [pod(named, digestA)]), expire() {}}
    const signal = new AbortController().signal
    const kubectl = new Kubectl(runner, {kubeconfig: '/k'})
    const context = {snapshots, kubectl, docker: new Docker(runner), nodes: [], signal, report() {}}
    const over = Promise.resolve()
    return awaitUser({workload, containers: []}, image, {...context, over}).catch((error: Error) => error)
  }

  it("gives up on a container that ended three times, with the container's last line", async () => {
    runner.on(/^kubectl logs hello-crashing --namespace default --container main --tail=1/, 'panic: no config\n')
    const error = await wait(crashing(named, 3))
    expect(error).to.include({code: 'RDE_CANNOT_HEAL'})
    expect((error as Error).message.split('\n')).to.deep.equal([
      'x:local does not run: container main of pod hello-crashing in default ended 3 times, last with exit code 2. Its last line:',
      '  panic: no config',
    ])
  })

  it('gives the reference in the command that tries again', async () => {
    runner.on(/^kubectl logs /, 'no')
    const error = await wait(crashing(named, 3))
    expect(error).to.have.nested.property('remedies[1].command', 'rde images import x:local')
  })

  for (const text of ['x:local', `x:local@${digestB}`])
    it(`does not blame the pod of ${text.slice(0, 16)} that is being replaced`, async () => {
      expect(await wait(crashing(text, 9))).to.equal(undefined)
      expect(runner.commandLines, 'what was asked of it').to.deep.equal([])
    })
})
