import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, type Container, type PodObject} from '@rde/toolchain'

import {digestA, pod} from '../testing/workloads.js'
import {haveRun, StartedContainers} from './started-containers.js'

const named = `x:local@${digestA}`
const id = 'f6e3a2'

/** A pod that has just started, with the given probe. */
const started = (probe: {readinessProbe?: object; startupProbe?: object}): PodObject => {
  const containers = [{name: 'main', image: named, ...probe}]
  const [status] = pod(named, digestA).status!.containerStatuses!
  const containerStatuses = [{...status!, containerID: `containerd://${id}`}]
  return {...pod(named, digestA), spec: {nodeName: 'node', containers}, status: {phase: 'Running', containerStatuses}}
}

describe('A container that was started', () => {
  it('is awaited if it ended before, although it is ready now', () => {
    const again = {name: 'main', ready: true, restartCount: 1, state: {running: {}}}
    const pods = [{...pod(named, digestA), status: {phase: 'Running', containerStatuses: [again]}}] as PodObject[]
    const containers = new StartedContainers()
    const looks = [0, 9_999, 10_000].map((now) => containers.missing(pods, true, now))
    const reason = 'has restarted its container main, and must run for 10 s'
    expect(looks).to.deep.equal([reason, reason, undefined])
  })

  it('is awaited if it has no probe, although it is ready', () => {
    const containers = new StartedContainers()
    const looks = [0, 1_499, 1_500].map((now) => containers.missing([started({})], false, now))
    const reason = 'has started its container main, and must run for 1.5 s'
    expect(looks).to.deep.equal([reason, reason, undefined])
  })

  for (const [what, one, isProved] of [
    ['that was proved to run', started({}), true],
    ['with a readiness probe', started({readinessProbe: {}}), false],
    ['with a startup probe', started({startupProbe: {}}), false],
  ] as const)
    it(`is trusted ${what}`, () => {
      expect(new StartedContainers().missing([one], isProved, 0)).to.equal(undefined)
    })
})

describe('haveRun', () => {
  let runner: ScriptedProcessRunner
  beforeEach(() => (runner = new ScriptedProcessRunner()))

  const nodes = [{name: 'node', state: 'running'} as Container]
  const ask = async (one: PodObject) => {
    const context = {nodes, docker: new Docker(runner), signal: new AbortController().signal}
    const answer = await haveRun([one], context)
    runner.assertFinished()
    return answer
  }
  const says = (...ids: string[]) =>
    runner.on(new RegExp(`^docker exec node sh -c [^]* sh 40 ${id}$`), ids.map((one) => `${one}\n`).join(''))

  it('accepts a container that has run for 0.4 s according to the runtime', async () => {
    says(id)
    expect(await ask(started({}))).to.equal(true)
  })

  it('rejects a container that does not run', async () => {
    says()
    expect(await ask(started({}))).to.equal(false)
  })

  it('rejects a container that was not created yet', async () => {
    const one = started({})
    const [status] = one.status!.containerStatuses!
    runner.on(/^docker exec node sh -c /, `${id}\n`)
    expect(await ask({...one, status: {containerStatuses: [status!, {...status!, containerID: ''}]}})).to.equal(false)
  })

  it('rejects it if the node does not answer', async () => {
    runner.on(/^docker exec node /, {exitCode: 1, stderr: 'Error response from daemon: Container is not running'})
    expect(await ask(started({}))).to.equal(false)
  })

  it('does not ask about a container with a probe', async () => {
    expect(await ask(started({readinessProbe: {}}))).to.equal(true)
  })
})
