import type {DoctorContext} from '@rde/plugin-kit'
import {contextWith} from '@rde/toolchain/testing/check-context'
import {expect} from 'chai'

import {AttachedHarness} from '../testing/attached-harness.js'
import {PhaseHarness} from '../testing/phase-harness.js'
import {clusterHealth} from './cluster-health.js'
import {clusterPorts} from './cluster-ports.js'

describe('the checks of a cluster that is attached', () => {
  const contextOf = ({runner, session, config, interruption: {signal}}: PhaseHarness) =>
    ({...contextWith({kind: 'no-client'}, {runner}), session, config, signal}) as unknown as DoctorContext

  it('ask how it is even where Docker does not answer', async () => {
    const attached = new AttachedHarness()
    expect(await clusterHealth.applies!(contextOf(attached))).to.equal(true)
    const ours = new PhaseHarness()
    expect(await clusterHealth.applies!(contextOf(ours))).to.equal(false)
  })

  it('want no ports of this machine', async () => {
    expect(await clusterPorts.applies!(contextOf(new AttachedHarness()))).to.equal(false)
  })
})
