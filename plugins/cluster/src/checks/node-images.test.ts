import type {DoctorContext} from '@rde/plugin-kit'
import {contextWith} from '@rde/toolchain/testing/check-context'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {nodeImages} from './node-images.js'

const ofK3d = ['ghcr.io/k3d-io/k3d-tools:5.9.0', 'ghcr.io/k3d-io/k3d-proxy:5.9.0']
const offline = 'Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: no such host'

describe('the check of the images of a cluster', () => {
  let harness: PhaseHarness
  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const run = (...images: string[]) => {
    const {runner, session, config, interruption} = harness
    runner.play('docker absent.ps').on(/^docker images /, images.map((name) => `${name} sha256:1\n`).join(''))
    const toolchain = {examine: async () => ({found: {k3d: {version: '5.9.0'}}, problems: []})}
    const context = {...contextWith({kind: 'no-client'}, {runner}), toolchain, session, config}
    return nodeImages.run({...context, signal: interruption.signal} as unknown as DoctorContext)
  }

  it('asks no registry for what Docker has', async () => {
    const {status, detail} = await run(harness.config.cluster.k3sImage, 'registry:2', ...ofK3d)
    expect([status, detail]).to.deep.equal(['ok', 'Docker has them'])
  })

  it('warns of those of k3d itself where they are not there and no registry gives them, and pulls nothing', async () => {
    for (const name of ['tools', 'proxy'])
      harness.runner.on(new RegExp(`^docker manifest inspect .*k3d-${name}`), {exitCode: 1, stderr: offline})
    const {status, detail, remedies} = await run(harness.config.cluster.k3sImage, 'registry:2')
    expect([status, detail]).to.deep.equal([
      'warning',
      `Docker does not have ${ofK3d.join(', ')}, and cannot pull them now: ${offline}`,
    ])
    expect(remedies.map(({command}) => command)).to.deep.equal(ofK3d.map((name) => `docker pull ${name}`))
  })

  it('says what a start will pull where a registry has it', async () => {
    harness.runner.on(/^docker manifest inspect registry:2/, '{}')
    const {status, detail} = await run(harness.config.cluster.k3sImage, ...ofK3d)
    expect([status, detail]).to.deep.equal(['ok', 'a start pulls registry:2'])
  })
})
