import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl, type WatchEvent} from '@rde/toolchain/wrappers/kubectl'

import {RunWatches} from './watched-run.js'

const watched = (...objects: readonly object[]) => ({
  prints: objects.map((object) => JSON.stringify({type: 'ADDED', object})).join('\n'),
})
const named = (name: string, labels = {}) => ({metadata: {name, labels}})
const podOf = (run: string) => named(`${run}-pod`, {'controller.relay.sh/run-id': run})

describe('RunWatches', () => {
  let runner: ScriptedProcessRunner
  let watches: RunWatches
  beforeEach(() => {
    runner = new ScriptedProcessRunner()
    watches = new RunWatches(new Kubectl(runner, {kubeconfig: '/k'}))
  })
  afterEach(() => runner.assertFinished())

  const oneWatchOfEach = () =>
    runner
      .on(/get --raw .*\/runs\?watch=true/, watched(named('a-1'), named('b-1')))
      .on(/get --raw .*\/pods\?labelSelector=controller.relay.sh%2Frun-id&watch=true/, watched(podOf('a-1')))
      .on(/get --raw .*\/pipelineruns\?watch=true/, watched(named('b-1')))

  /** Follows until the returned function is called. */
  const follow = (name: string) => {
    const stop = new AbortController()
    const run = watches.of(name)
    let changes = 0
    const ended = run.watch(() => void changes++, stop.signal)
    const end = () => (stop.abort(), ended)
    return {run, end, ended, changes: () => changes}
  }

  it('watch each kind once for all followers, and show each follower its own run', async () => {
    oneWatchOfEach()
    const [a, b] = [follow('a-1'), follow('b-1')]
    await new Promise(setImmediate)
    const seen = ({run}: typeof a) => [run.object?.metadata.name, run.pods.length, run.pipeline?.metadata.name]
    expect([seen(a), seen(b)]).to.deep.equal([
      ['a-1', 1, undefined],
      ['b-1', 0, 'b-1'],
    ])
    await Promise.all([a.end(), b.end()])
    expect(runner.requests.length).to.equal(3)
  })

  it('notify a follower only of changes to its own run', async () => {
    const emit: Array<(event: WatchEvent<object>) => void> = []
    const kubectl = {
      watch(_path: string, onEvent: (typeof emit)[number], signal: AbortSignal) {
        emit.push(onEvent)
        return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      },
    }
    watches = new RunWatches(kubectl as Pick<Kubectl, 'watch'> as Kubectl)
    const [a, b] = [follow('a-1'), follow('b-1')]
    const before = [a.changes(), b.changes()]
    const [runs, pods] = emit
    runs?.({type: 'ADDED', object: named('a-1')})
    pods?.({type: 'MODIFIED', object: podOf('a-1')})
    pods?.({type: 'ADDED', object: podOf('c-1')})
    expect([a.changes() - before[0]!, b.changes() - before[1]!]).to.deep.equal([2, 0])
    await Promise.all([a.end(), b.end()])
  })

  it('stop after the last follower, and start again for the next', async () => {
    oneWatchOfEach()
    const first = follow('a-1')
    await new Promise(setImmediate)
    await first.end()
    expect(runner.requests.every(({signal}) => signal?.aborted)).to.equal(true)
    oneWatchOfEach()
    await follow('b-1').end()
    expect(runner.requests.length).to.equal(6)
  })

  it('notify all followers of a failed watch', async () => {
    runner
      .on(/\/runs\?watch/, {exitCode: 1, stderr: 'runs.relay.sh is forbidden'})
      .on(/\/pods\?/, watched())
      .on(/\/pipelineruns\?watch/, watched())
    const [a, b] = [follow('a-1'), follow('b-1')]
    const errors = await Promise.allSettled([a.ended, b.ended])
    expect(errors.map(({status}) => status)).to.deep.equal(['rejected', 'rejected'])
  })
})
