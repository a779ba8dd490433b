import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, type Container} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'
import {missingOn} from './node-images.js'
import {digestA, digestB} from '../testing/workloads.js'

const node = {name: 'k3d-rde-agent-0', state: 'running'} as Container
const wanted = [{reference: ImageReference.parse('x:1'), digest: digestA}]
const type = 'application/vnd.oci.image.manifest.v1+json'
const line = (name: string, digest: string, status = 'complete (4/4)') =>
  `${name} ${type} ${digest} ${status} 2 MiB true`

async function misses(...lines: string[]): Promise<boolean> {
  const runner = new ScriptedProcessRunner().on(
    /^docker exec k3d-rde-agent-0 sh -c /,
    ['REF TYPE', ...lines].join('\n'),
  )
  return (await missingOn(node, wanted, new Docker(runner))).length > 0
}

describe('What is missing on a node', () => {
  it('is nothing if its runtime holds the content under the name', async () => {
    expect(await misses(line('docker.io/library/x:1', digestA))).to.equal(false)
  })

  it('is the image if the name has other content', async () => {
    expect(await misses(line('docker.io/library/x:1', digestB))).to.equal(true)
  })

  it('is the image if a layer of it is missing', async () => {
    expect(await misses(line('docker.io/library/x:1', digestA, 'incomplete (3/4)'))).to.equal(true)
  })

  it('is the image if its layers are not unpacked', async () => {
    expect(await misses(line('docker.io/library/x:1', digestA).replace('true', 'false'))).to.equal(true)
  })

  it('is the image if the runtime does not know it', async () => {
    expect(await misses()).to.equal(true)
  })
})
