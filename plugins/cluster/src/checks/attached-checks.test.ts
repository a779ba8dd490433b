import type {DoctorContext} from '@rde/plugin-kit'
import {contextWith} from '@rde/toolchain/testing/check-context'
import {expect} from 'chai'

import {AttachedHarness} from '../testing/attached-harness.js'
import {PhaseHarness} from '../testing/phase-harness.js'
import {clusterHealth} from './cluster-health.js'
import {clusterPorts} from './cluster-ports.js'

describe('the checks of an attached cluster', () => {
  const contextOf = ({runner, session, config, interruption: {signal}}: PhaseHarness) =>
    ({...contextWith({kind: 'no-client'}, {runner}), session, config, signal}) as unknown as DoctorContext

  it('check its health even if Docker does not answer', async () => {
    const attached = new AttachedHarness()
    expect(await clusterHealth.applies!(contextOf(attached))).to.equal(true)
    const local = new PhaseHarness()
    expect(await clusterHealth.applies!(contextOf(local))).to.equal(false)
  })

  it('check no ports on this machine', async () => {
    expect(await clusterPorts.applies!(contextOf(new AttachedHarness()))).to.equal(false)
  })
})
