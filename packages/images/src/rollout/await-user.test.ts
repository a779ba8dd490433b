import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl, type PodObject} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'
import {deployment, digestA, digestB, pod, snapshot} from '../testing/workloads.js'
import {awaitUser} from './await-user.js'
import {RunningContainers} from './crash-loop.js'

const image = {reference: ImageReference.parse('x:local'), digest: digestA, registryHosts: []}
const named = `x:local@${digestA}`
const workload = deployment(named)

/** A pod whose only container ended that often. */
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

  /** With these pods at the first look, and the healthy new one alone after that. */
  const wait = async (...pods: PodObject[]) => {
    const looks = [snapshot([workload], pods)]
    const snapshots = {now: async () => looks.shift() ?? snapshot([workload], [pod(named, digestA)]), expire() {}}
    const signal = new AbortController().signal
    const context = {snapshots, kubectl: new Kubectl(runner, {kubeconfig: '/k'}), signal, report() {}}
    const steady = Promise.resolve()
    return awaitUser({workload, containers: []}, image, {...context, steady}).catch((error: Error) => error)
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

  it('waits for a container that ended before, although it is ready at this moment', () => {
    const again = {name: 'main', ready: true, restartCount: 1, state: {running: {}}}
    const pods = [{...pod(named, digestA), status: {phase: 'Running', containerStatuses: [again]}}] as PodObject[]
    const running = new RunningContainers()
    const looks = [0, 9_999, 10_000].map((now) => running.missing(pods, true, now))
    expect(looks).to.deep.equal([
      'has restarted its container main, and must run for 10 s',
      'has restarted its container main, and must run for 10 s',
      undefined,
    ])
  })

  const started = (probe: {readinessProbe?: object; startupProbe?: object}) => {
    const containers = [{name: 'main', image: named, ...probe}]
    return [{...pod(named, digestA), spec: {containers}}] as PodObject[]
  }

  it('waits for a container without a probe that was started just now, although it is ready', () => {
    const running = new RunningContainers()
    const looks = [0, 1_499, 1_500].map((now) => running.missing(started({}), false, now))
    const reason = 'has started its container main, and must run for 1.5 s'
    expect(looks).to.deep.equal([reason, reason, undefined])
  })

  for (const [what, pods, isSteady] of [
    ['whose rollout was seen to stay over', started({}), true],
    ['with a readiness probe', started({readinessProbe: {}}), false],
    ['with a startup probe', started({startupProbe: {}}), false],
  ] as const)
    it(`takes a container ${what} at its word`, () => {
      expect(new RunningContainers().missing(pods, isSteady, 0)).to.equal(undefined)
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
