import {existsSync} from 'node:fs'

import {writeFileAtomically} from '@rde/config'
import {expect} from 'chai'

import {AttachedHarness} from '../testing/attached-harness.js'
import {PhaseHarness} from '../testing/phase-harness.js'
import {detachCluster} from './detach.js'

describe('detachCluster', () => {
  const run = (harness: PhaseHarness) => detachCluster(harness.session, harness.interruption.signal)

  it('forgets the cluster, names what rde installed there, and changes nothing in it', async () => {
    const harness = new AttachedHarness().installed({id: 'tekton', title: 'Tekton'})
    expect((await run(harness)).left).to.deep.equal(['Tekton'])
    expect(existsSync(harness.data.cluster)).to.equal(false)
    expect(harness.runner.commandLines.every((line) => line.startsWith('kubectl get '))).to.equal(true)
    harness.close()
  })

  it('makes commands use the default cluster again if they used this one', async () => {
    const harness = new AttachedHarness().installed()
    await writeFileAtomically(harness.data.usedCluster, `${harness.identity.name}\n`)
    const {notes} = await run(harness)
    expect([notes.length, existsSync(harness.data.usedCluster)]).to.deep.equal([1, false])
    harness.close()
  })

  it('does not change the choice of another cluster', async () => {
    const harness = new AttachedHarness().installed()
    await writeFileAtomically(harness.data.usedCluster, 'other\n')
    const {notes} = await run(harness)
    expect([notes.length, existsSync(harness.data.usedCluster)]).to.deep.equal([0, true])
    harness.close()
  })

  it('also forgets a cluster that no longer answers', async () => {
    const harness = new AttachedHarness()
    harness.runner.on(/^kubectl get configmaps/, {exitCode: 1, stderr: 'Unable to connect to the server: EOF'})
    expect((await run(harness)).left).to.equal(undefined)
    expect(existsSync(harness.data.cluster)).to.equal(false)
    harness.close()
  })

  it('does not forget a cluster that rde made', async () => {
    const harness = new PhaseHarness()
    expect(await run(harness).catch((error: unknown) => error)).to.include({code: 'RDE_CLUSTER_UNKNOWN'})
    expect(existsSync(harness.data.cluster)).to.equal(true)
    harness.close()
  })
})
