import {recordedCall} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'

import {readNotedVolumes} from './docker-leftovers.js'
import {fatalMessage, watchNodes} from './watch-nodes.js'

const fatal = 'time="2026-11-23T10:00:00Z" level=fatal msg="Failed to find \\"memory\\" cgroup (v2)"'
const running = {state: 'running'} as const

describe('fatalMessage', () => {
  it('is undefined for a node that only warns', () => {
    expect(fatalMessage(running, ['time="…" level=warning msg="slow"', 'I1123 starting'])).to.equal(undefined)
  })

  it('ignores a single fatal line: k3s recovers from some by a restart', () => {
    expect(fatalMessage(running, [fatal])).to.equal(undefined)
  })

  it('is a fatal line that appeared twice', () => {
    expect(fatalMessage(running, [fatal, 'I1123 starting', fatal])).to.equal('Failed to find "memory" cgroup (v2)')
  })

  it('is a single fatal line if the node has exited', () => {
    expect(fatalMessage({state: 'exited'}, ['FATA[0003] flag provided but not defined: -nope'])).to.equal(
      'flag provided but not defined: -nope',
    )
  })
})

describe('watchNodes', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const soon = {firstMs: 1, laterMs: 1}

  it("resolves with the node's own fatal line, before anything is removed", async () => {
    harness.play('docker half-made.ps').runner.on(/^docker logs --tail 200 /, `${fatal}\n${fatal}\n`)
    const error = await watchNodes(harness.context, harness.interruption.signal, soon)
    expect(error?.code).to.equal('RDE_NODE_DIED')
    expect(error?.message).to.match(/^The node k3d-\S+ does not start: .*\nFailed to find "memory" cgroup \(v2\)$/)
  })

  it('notes the anonymous volumes of the nodes', async () => {
    const {stdout} = recordedCall('docker running.ps')
    const volumes = [...new Set(stdout.match(/\b[0-9a-f]{64}\b/g) ?? [])]
    harness.play('docker running.ps').runner.on(/^docker logs /, `${fatal}\n${fatal}\n`)
    await watchNodes(harness.context, harness.interruption.signal, soon)
    expect((await readNotedVolumes(harness.data)).sort()).to.deep.equal(volumes.sort())
    expect(volumes).not.to.deep.equal([])
  })

  it('ends with the create, even if Docker fails', async () => {
    harness.runner.on(/^docker ps/, {exitCode: 1, stderr: 'busy'})
    const watch = watchNodes(harness.context, harness.interruption.signal, {firstMs: 1, laterMs: 60_000})
    while (harness.runner.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    harness.interruption.abort()
    expect(await watch).to.equal(undefined)
  })
})
