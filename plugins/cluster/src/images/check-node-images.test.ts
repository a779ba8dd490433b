import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {checkNodeImages} from './check-node-images.js'

describe('The check of the images of the nodes', () => {
  let harness: PhaseHarness
  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const offline = 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host'
  const has = (...images: string[]) =>
    harness.runner.on(/^docker images /, images.map((name) => `${name} sha256:1\n`).join(''))
  const node = () => harness.config.cluster.k3sImage

  it('asks no registry for what Docker has', async () => {
    has(node(), 'registry:2')
    expect(await checkNodeImages(harness.context)).to.deep.equal([])
  })

  it('leaves what a registry has to k3d', async () => {
    has('registry:2').on(/^docker manifest inspect rancher\/k3s:/, '{}')
    expect(await checkNodeImages(harness.context)).to.deep.equal([])
  })

  it('says offline which image is missing, and the command that pulls it', async () => {
    has('registry:2')
      .on(/^docker manifest inspect rancher\/k3s:/, {exitCode: 1, stderr: offline})
      .on(/^docker pull .*rancher\/k3s:/, {exitCode: 1, stderr: offline})
    const [missing] = await checkNodeImages(harness.context)
    expect(missing?.detail).to.equal(
      `The image ${node()} is not in Docker, and cannot be pulled:\n    ${offline.replace(/^.*?: /, (words) => words)}`,
    )
    expect(missing?.remedies.map(({command}) => command)).to.include(`docker pull ${node()}`)
  })

  it('believes a pull that succeeds by a mirror of the engine', async () => {
    has('registry:2')
      .on(/^docker manifest inspect /, {exitCode: 1, stderr: offline})
      .on(/^docker pull /)
    expect(await checkNodeImages(harness.context)).to.deep.equal([])
  })
})
