import {expect} from 'chai'

import {StackHarness} from '../testing/stack-harness.js'
import {smallStack} from '@rde/stack/testing/stack-folder'
import {imageId} from '../testing/stored-images.js'
import {checkImages} from './check-images.js'

const pod = (name: string, image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, image: "${image}"}]}\n`

describe('The check of the images', () => {
  let harness: StackHarness
  beforeEach(() => {
    harness = new StackHarness()
    // Nobody listens on this port.
    harness.config = {...harness.config, cluster: {...harness.config.cluster, registryPort: 1}}
  })
  afterEach(() => harness.close())

  /** By image, what its registry says against it; `undefined` where it has it. */
  const check = async (refusals: Readonly<Record<string, string | undefined>>) => {
    const manifests = Object.keys(refusals).map((image, index) => pod(`p${index}`, image))
    harness.told(/^docker images /, `probe:1 ${imageId}`)
    for (const [image, words] of Object.entries(refusals)) {
      const reply = words === undefined ? '{}' : {exitCode: 1, stderr: words}
      harness.told(new RegExp(`^docker manifest inspect ${image}$`), reply)
    }
    return checkImages(await harness.choose(smallStack, {'one.yaml': manifests.join('---\n')}), harness.context)
  }

  it("gives the registry's own reason", async () => {
    const [result] = await check({'web:1': 'toomanyrequests: You have reached your pull rate limit.'})
    expect(result?.detail.split('\n').slice(1)).to.deep.equal([
      '  web:1',
      '    toomanyrequests: You have reached your pull rate limit.',
    ])
  })

  it('names the login first where the registry asks for one', async () => {
    const words = 'errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n'
    const [result] = await check({'ghcr.io/team/web:1': words})
    expect(result?.remedies[0]?.command).to.equal('docker login ghcr.io')
  })

  it('gives a reason once that several images have', async () => {
    const [result] = await check({'api:1': 'no such manifest: api:1', 'web:1': 'no such manifest: web:1'})
    expect(result?.detail.split('\n').slice(1)).to.deep.equal(['  api:1', '  web:1', '    no such manifest: the image'])
  })

  it('names the build of a service that has one', async () => {
    const one = '{local: one:local, pullFrom: reg.io/one:1, build: {command: [make], image: one:1, needs: Makefile}}'
    harness.told(/^docker images /, `probe:1 ${imageId}`).told(/^docker manifest inspect reg\.io\/one:1$/, {
      exitCode: 1,
      stderr: 'no such manifest: reg.io/one:1',
    })
    const stack = smallStack.replace('serviceImages: {}', `serviceImages: {one: ${one}}`)
    const [result] = await checkImages(await harness.choose(stack, {'one.yaml': pod('p', 'probe:1')}), harness.context)
    expect(result?.remedies.map(({command}) => command)).to.include('rde services build one --no-import')
  })

  it('names the folder of the source where config.json has it', async () => {
    const one = '{local: one:local, pullFrom: reg.io/one:1, build: {command: [make], image: one:1, needs: Makefile}}'
    harness.told(/^docker images /, `probe:1 ${imageId}`).told(/^docker manifest inspect /, {exitCode: 1, stderr: 'no'})
    harness.config = {...harness.config, services: {...harness.config.services, source: '/src/one'}}
    const stack = smallStack.replace('serviceImages: {}', `serviceImages: {one: ${one}}`)
    const [result] = await checkImages(await harness.choose(stack, {'one.yaml': pod('p', 'probe:1')}), harness.context)
    expect(result?.remedies.map(({what}) => what)).to.include('Or build them from /src/one')
  })

  it('finds nothing where all of them can be pulled', async () => {
    expect(await check({'web:1': undefined})).to.deep.equal([])
  })
})
