import type {DoctorContext} from '@rde/plugin-kit'
import {contextWith} from '@rde/toolchain/testing/check-context'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {nodeImages} from './node-images.js'

const k3dImages = ['ghcr.io/k3d-io/k3d-tools:5.9.0', 'ghcr.io/k3d-io/k3d-proxy:5.9.0']
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

  it('asks no registry for images that Docker has', async () => {
    const {status, detail} = await run(harness.config.cluster.k3sImage, 'registry:2', ...k3dImages)
    expect([status, detail]).to.deep.equal(['ok', 'Docker has them'])
  })

  it('warns about missing k3d images that no registry provides, and pulls nothing', async () => {
    for (const name of ['tools', 'proxy'])
      harness.runner.on(new RegExp(`^docker manifest inspect .*k3d-${name}`), {exitCode: 1, stderr: offline})
    const {status, detail, remedies} = await run(harness.config.cluster.k3sImage, 'registry:2')
    expect([status, detail]).to.deep.equal([
      'warning',
      `Docker does not have ${k3dImages.join(', ')}, and cannot pull them now: ${offline}`,
    ])
    expect(remedies.map(({command}) => command)).to.deep.equal(k3dImages.map((name) => `docker pull ${name}`))
  })

  it('names the images that a start will pull', async () => {
    harness.runner.on(/^docker manifest inspect registry:2/, '{}')
    const {status, detail} = await run(harness.config.cluster.k3sImage, ...k3dImages)
    expect([status, detail]).to.deep.equal(['ok', 'cluster start will pull registry:2'])
  })
})
