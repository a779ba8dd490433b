import {expect} from 'chai'

import {StackHarness} from '../testing/stack-harness.js'
import {smallStack} from '@rde/stack/testing/stack-folder'
import {imageId} from '../testing/stored-images.js'
import {checkImages} from './check-images.js'

const pod = (name: string, image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, image: "${image}"}]}\n`

describe('checkImages', () => {
  let harness: StackHarness
  beforeEach(() => {
    harness = new StackHarness()
    // Nothing listens on this port.
    harness.config = {...harness.config, cluster: {...harness.config.cluster, registryPort: 1}}
  })
  afterEach(() => harness.close())

  /** `refusals`: for each image, the error of its registry; `undefined` if the registry has it. */
  const check = async (refusals: Readonly<Record<string, string | undefined>>) => {
    const manifests = Object.keys(refusals).map((image, index) => pod(`p${index}`, image))
    harness.on(/^docker images /, `probe:1 ${imageId}`)
    for (const [image, message] of Object.entries(refusals)) {
      const reply = message === undefined ? '{}' : {exitCode: 1, stderr: message}
      harness.on(new RegExp(`^docker manifest inspect ${image}$`), reply)
    }
    return checkImages(await harness.choose(smallStack, {'one.yaml': manifests.join('---\n')}), harness.context)
  }

  it("reports the registry's reason", async () => {
    const [result] = await check({'web:1': 'toomanyrequests: You have reached your pull rate limit.'})
    expect(result?.detail.split('\n').slice(1)).to.deep.equal([
      '  web:1',
      '    toomanyrequests: You have reached your pull rate limit.',
    ])
  })

  it('proposes a login first if the registry requires one', async () => {
    const message =
      'errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n'
    const [result] = await check({'ghcr.io/team/web:1': message})
    expect(result?.remedies[0]?.command).to.equal('docker login ghcr.io')
  })

  it('reports a shared reason once', async () => {
    const [result] = await check({'api:1': 'no such manifest: api:1', 'web:1': 'no such manifest: web:1'})
    expect(result?.detail.split('\n').slice(1)).to.deep.equal(['  api:1', '  web:1', '    no such manifest: the image'])
  })

  it('proposes the build of a service that has one', async () => {
    const one = '{local: one:local, pullFrom: reg.io/one:1, build: {command: [make], image: one:1, needs: Makefile}}'
    harness.on(/^docker images /, `probe:1 ${imageId}`).on(/^docker manifest inspect reg\.io\/one:1$/, {
      exitCode: 1,
      stderr: 'no such manifest: reg.io/one:1',
    })
    const stack = smallStack.replace('serviceImages: {}', `serviceImages: {one: ${one}}`)
    const [result] = await checkImages(await harness.choose(stack, {'one.yaml': pod('p', 'probe:1')}), harness.context)
    expect(result?.remedies.map(({command}) => command)).to.include('rde services build one --no-import')
  })

  it('names the source folder if config.json has it', async () => {
    const one = '{local: one:local, pullFrom: reg.io/one:1, build: {command: [make], image: one:1, needs: Makefile}}'
    harness.on(/^docker images /, `probe:1 ${imageId}`).on(/^docker manifest inspect /, {exitCode: 1, stderr: 'no'})
    harness.config = {...harness.config, services: {...harness.config.services, source: '/src/one'}}
    const stack = smallStack.replace('serviceImages: {}', `serviceImages: {one: ${one}}`)
    const [result] = await checkImages(await harness.choose(stack, {'one.yaml': pod('p', 'probe:1')}), harness.context)
    expect(result?.remedies.map(({what}) => what)).to.include('Or build them from /src/one')
  })

  it('finds nothing if all images can be pulled', async () => {
    expect(await check({'web:1': undefined})).to.deep.equal([])
  })
})
