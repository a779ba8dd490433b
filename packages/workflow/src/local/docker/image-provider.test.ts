import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain'
import {inspectedImage} from '@rde/toolchain/testing/inspected-image'

import {imageProvider} from './image-provider.js'

describe('imageProvider', () => {
  let runner: ScriptedProcessRunner
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  const provide = (image: string) => imageProvider(new Docker(runner))(image, () => {})

  for (const image of ['-h', '--privileged', 'a b', '$(id)', 'x;y'])
    it(`does not pass "${image}" to Docker, which would not read it as an image`, async () => {
      expect(await provide(image)).to.equal(`${JSON.stringify(image)} is not a valid image reference`)
      expect(runner.commandLines).to.deep.equal([])
    })

  it('pulls nothing if Docker has the image', async () => {
    runner.on(/^docker image inspect /, inspectedImage())
    expect(await provide('x:1')).to.equal(undefined)
  })

  it("returns the registry's reason if an image cannot be pulled", async () => {
    runner
      .on(/^docker image inspect /, {exitCode: 1, stderr: 'Error: No such image: x:1'})
      .on(/^docker pull /, {exitCode: 1, stderr: 'manifest unknown'})
    expect(await provide('x:1')).to.contain('manifest unknown')
  })
})
