import {expect} from 'chai'

import {serve, type FileServer} from '@rde/toolchain/testing/file-server'

import {ImageReference} from '../image-reference.js'
import {registryTags} from './registry-tags.js'

describe('registryTags', () => {
  const {signal} = new AbortController()
  let server: FileServer | undefined
  afterEach(() => server?.close())
  const ask = () => registryTags(ImageReference.parse(`${server!.address.slice('http://'.length)}/r/operator`), signal)

  it('lists what the registry has', async () => {
    server = await serve((_, response) => response.end('{"name": "r/operator", "tags": ["1.2", "1.10"]}'))
    expect(await ask()).to.deep.equal(['1.2', '1.10'])
    expect(server.requests).to.deep.equal(['GET /v2/r/operator/tags/list?n=1000'])
  })

  it('requests an anonymous token', async () => {
    server = await serve(
      ({headers}, response) => {
        const challenge = `Bearer realm="http://${headers.host}/token",service="here",scope="repository:r/operator:pull"`
        response.writeHead(401, {'www-authenticate': challenge}).end()
      },
      (_, response) => response.end('{"token": "abc"}'),
      ({headers}, response) => response.end(JSON.stringify({tags: [headers.authorization]})),
    )
    expect(await ask()).to.deep.equal(['Bearer abc'])
    expect(server.requests[1]).to.equal('GET /token?service=here&scope=repository%3Ar%2Foperator%3Apull')
  })

  it('is undefined if the registry refuses', async () => {
    server = await serve((_, response) => response.writeHead(403).end())
    expect(await ask()).to.equal(undefined)
  })

  it('is undefined if nothing answers', async () => {
    const address = await serve(() => {})
    await address.close()
    server = {...address, close: async () => {}}
    expect(await ask()).to.equal(undefined)
  })
})
