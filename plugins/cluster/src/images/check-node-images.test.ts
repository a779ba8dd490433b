import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {checkNodeImages} from './check-node-images.js'

describe('checkNodeImages', () => {
  let harness: PhaseHarness
  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const offline = 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host'
  const ofK3d = ['ghcr.io/k3d-io/k3d-tools:5.9.0', 'ghcr.io/k3d-io/k3d-proxy:5.9.0']
  const hasOnly = (...images: string[]) =>
    harness.runner.on(/^docker images /, images.map((name) => `${name} sha256:1\n`).join(''))
  const has = (...images: string[]) => hasOnly(...images, ...ofK3d)
  const node = () => harness.config.cluster.k3sImage

  it('queries no registry for images that Docker has', async () => {
    has(node(), 'registry:2')
    expect(await checkNodeImages(harness.context, '5.9.0')).to.deep.equal([])
  })

  it('leaves images that a registry has to k3d', async () => {
    has('registry:2').on(/^docker manifest inspect rancher\/k3s:/, '{}')
    expect(await checkNodeImages(harness.context, '5.9.0')).to.deep.equal([])
  })

  it('names the missing image offline, and the command that pulls it', async () => {
    has('registry:2')
      .on(/^docker manifest inspect rancher\/k3s:/, {exitCode: 1, stderr: offline})
      .on(/^docker pull .*rancher\/k3s:/, {exitCode: 1, stderr: offline})
    const [missing] = await checkNodeImages(harness.context, '5.9.0')
    expect(missing?.detail).to.equal(
      `The image ${node()} is not in Docker, and cannot be pulled:\n    ${offline.replace(/^.*?: /, (message) => message)}`,
    )
    expect(missing?.remedies.map(({command}) => command)).to.include(`docker pull ${node()}`)
  })

  it('accepts an image that can be pulled through a mirror of the engine', async () => {
    has('registry:2')
      .on(/^docker manifest inspect /, {exitCode: 1, stderr: offline})
      .on(/^docker pull /)
    expect(await checkNodeImages(harness.context, '5.9.0')).to.deep.equal([])
  })

  it('names missing images of k3d itself offline', async () => {
    hasOnly(node(), 'registry:2')
    for (const name of ['tools', 'proxy'])
      harness.runner
        .on(new RegExp(`^docker manifest inspect .*k3d-${name}:5\\.9\\.0`), {exitCode: 1, stderr: offline})
        .on(new RegExp(`^docker pull .*k3d-${name}:5\\.9\\.0`), {exitCode: 1, stderr: offline})
    const missing = await checkNodeImages(harness.context, '5.9.0')
    expect(missing.map(({detail}) => detail.split('\n')[0])).to.deep.equal(
      ofK3d.map((name) => `The image ${name} is not in Docker, and cannot be pulled:`),
    )
  })
})
