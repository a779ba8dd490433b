import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain/docker/docker'
import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {AttachedRegistry} from './attached-registry.js'

const digest = `sha256:${'a'.repeat(64)}`

describe('AttachedRegistry', () => {
  let runner: ScriptedProcessRunner
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  afterEach(() => runner.assertFinished())
  const registry = () => new AttachedRegistry({push: 'localhost:5000/team', pull: 'reg:5000/team'}, new Docker(runner))
  const reference = ImageReference.parse('api:dev')

  it('has one name for Docker and another one for pods', () => {
    expect([registry().pushName(reference), registry().podName(reference)]).to.deep.equal([
      'localhost:5000/team/library/api:dev',
      'reg:5000/team/library/api:dev',
    ])
  })

  it('is asked by Docker, with its credentials', async () => {
    const manifest = {Descriptor: {digest}, OCIManifest: {config: {digest}, layers: [{digest, size: 7}]}}
    runner.on(
      /^docker manifest inspect --verbose --insecure localhost:5000\/team\/library\/api:dev$/,
      JSON.stringify(manifest),
    )
    expect(await registry().find(reference)).to.deep.equal({digest, configDigest: digest, layers: [{digest, size: 7}]})
  })

  it('does not find an image that Docker cannot inspect', async () => {
    runner.on(/^docker manifest inspect /, {exitCode: 1, stderr: 'no such manifest'})
    expect(await registry().find(reference)).to.equal(undefined)
  })
})
