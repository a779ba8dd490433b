import {request} from 'node:http'

import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import type {Backend} from './backend.js'
import {startBridge, type Bridge} from './bridge.js'
import {expectEnvelope, shownLines} from './testing/envelope.js'
import {MemoryBackend} from './testing/memory-backend.js'
import {send, type SendOptions} from './testing/send.js'

describe('the bridge', () => {
  let backend: MemoryBackend
  let bridge: Bridge
  const ask = (options: SendOptions) =>
    send(bridge.url, {...options, headers: {authorization: `Bearer ${bridge.token}`, ...options.headers}})
  const refused = async (options: SendOptions) => {
    const {status, body} = await ask(options)
    expectEnvelope(body)
    return {status, shown: shownLines(body)}
  }

  beforeEach(async () => {
    backend = new MemoryBackend()
    bridge = await startBridge(async () => backend)
  })
  afterEach(() => bridge.close())

  it('listens on the loopback address only', () => {
    expect(bridge.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('creates a new token for each start', async () => {
    const other = await startBridge(async () => backend)
    expect(other.token)
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(bridge.token)
    await other.close()
  })

  for (const authorization of ['', 'Bearer <nil>', `Bearer ${'0'.repeat(64)}`]) {
    it(`refuses the token "${authorization.slice(0, 16)}"`, async () => {
      const {status} = await refused({path: '/api/views/workflows', headers: {authorization}})
      expect(status).to.equal(401)
    })
  }

  it('refuses a browser request with another host name of this machine', async () => {
    const {status} = await refused({path: '/api/views/workflows', headers: {host: 'localhost:80'}})
    expect(status).to.equal(403)
  })

  it('changes nothing for a caller without the token', async () => {
    await backend.createWorkflow('hello')
    await send(bridge.url, {method: 'DELETE', path: '/api/workflows/hello'})
    expect([...backend.workflows.keys()]).to.deep.equal(['hello'])
  })

  for (const path of ['/', '/api/workflows/a/b/runs', '/api/workflows/%zz', '/api/nothing?x=/api/workflows']) {
    it(`does not find ${path}`, async () => {
      const {status, shown} = await refused({path})
      expect({status, says: shown[0]?.startsWith(`rde does not serve GET ${path.split('?')[0]}`)}).to.deep.equal({
        status: 404,
        says: true,
      })
    })
  }

  it('parses a name with an encoded space as one name', async () => {
    const {shown} = await refused({path: '/api/workflows/with%20space'})
    expect(shown[0]).to.match(/^There is no workflow "with space"/)
  })

  it('refuses a body that is too large, having read all of it', async () => {
    const {status, shown} = await refused({
      method: 'POST',
      path: '/api/revisions/validate',
      body: Buffer.alloc(5_000_000),
    })
    expect({status, shown}).to.deep.equal({
      status: 413,
      shown: ["The request is larger than 2097152 bytes, rde's limit."],
    })
  })

  for (const [who, authorization, status] of [
    ['without the token', '', 401],
    ['with the token', undefined, undefined],
  ] as const) {
    it(`closes at once while a request ${who} is half sent`, async () => {
      const {hostname, port} = new URL(bridge.url)
      const headers = {authorization: authorization ?? `Bearer ${bridge.token}`, 'content-length': 100}
      const sent = request({hostname, port, method: 'POST', path: '/api/workflows', headers, agent: false})
      const answered = new Promise<number | undefined>((resolve) => {
        sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', () => resolve(undefined))
      })
      await new Promise((resolve) => sent.write('{', resolve))
      if (status !== undefined) expect(await answered).to.equal(status)
      await bridge.close()
      expect(await answered).to.equal(status)
      sent.destroy()
    })
  }

  for (const body of ['', '{', '[]', 'null', '{"description":"x"}', '{"name":1}']) {
    it(`refuses to create a workflow from ${JSON.stringify(body)}`, async () => {
      expect((await refused({method: 'POST', path: '/api/workflows', body})).status).to.equal(400)
    })
  }

  it('names every error of a file', async () => {
    const {status, shown} = await refused({
      method: 'POST',
      path: '/api/revisions/validate',
      body: 'steps:\n- name: a\n- name: b\n',
    })
    expect({status, shown}).to.deep.equal({
      status: 422,
      shown: [
        'The workflow file has 2 errors.',
        'line 2, column 1: step a: image is required, {{not}} <optional>',
        'line 3, column 1: step b: image is required, {{not}} <optional>',
      ],
    })
  })

  it('stores a binary value byte for byte', async () => {
    await backend.createWorkflow('hello')
    const body = '{"name":"binary","value":{"$encoding":"base64","data":"/wB4"}}'
    await ask({method: 'POST', path: '/api/workflows/hello/secrets', body})
    expect(backend.workflows.get('hello')?.secrets.get('binary')).to.deep.equal(Buffer.from([0xff, 0, 0x78]))
  })

  it('stores an empty secret', async () => {
    await backend.createWorkflow('hello')
    await ask({method: 'PUT', path: '/api/workflows/hello/secrets/none', body: '{"value":""}'})
    expect(backend.workflows.get('hello')?.secrets.get('none')).to.deep.equal(Buffer.alloc(0))
  })

  for (const value of ['{"$encoding":"base64","data":"/w*4"}', '{"$encoding":"rot13","data":"x"}', '7', 'null']) {
    it(`refuses the value ${value}`, async () => {
      await backend.createWorkflow('hello')
      const body = `{"name":"s","value":${value}}`
      expect((await refused({method: 'POST', path: '/api/workflows/hello/secrets', body})).status).to.equal(400)
    })
  }

  it('prints how to follow a run', async () => {
    await backend.createWorkflow('hello')
    await backend.saveRevision('hello', Buffer.from('steps:\n'))
    await ask({method: 'POST', path: '/api/workflows/hello/runs', body: '{"parameters":{}}'})
    expect(bridge.notices).to.deep.equal([
      'Follow it: rde workflow logs hello#1 -f',
      'The link opens while this runs: rde ui',
    ])
  })

  it('prints the warnings about a valid file afterwards', async () => {
    await backend.createWorkflow('hello')
    const body = 'steps:\ntriggers:\n'
    await ask({method: 'POST', path: '/api/revisions/validate', body})
    await ask({method: 'POST', path: '/api/workflows/hello/revisions', body})
    const line = 'rde: line 2, column 1: not here'
    expect(bridge.notices).to.deep.equal([line, line])
  })

  it('prints errors afterwards that the CLI does not show', async () => {
    await ask({method: 'POST', path: '/api/tokens', body: '{}'})
    expect(bridge.notices).to.deep.equal(['rde: The cluster of rde has no tokens: rde relay … is always logged in.'])
  })

  it('prints nothing afterwards that the CLI shows itself', async () => {
    await ask({path: '/api/workflows/nothere'})
    expect(bridge.notices).to.deep.equal([])
  })

  it('closes only when all requests are complete', async () => {
    const done: string[] = []
    let reached = () => {}
    const asked = new Promise<void>((resolve) => (reached = resolve))
    const slow = await startBridge(async () => {
      reached()
      await new Promise((resolve) => setTimeout(resolve, 50))
      done.push('connected')
      return backend
    })
    const headers = {authorization: `Bearer ${slow.token}`}
    const answer = send(slow.url, {path: '/api/views/workflows', headers}).catch(() => undefined)
    await asked
    await slow.close()
    expect(done).to.deep.equal(['connected'])
    await answer
  })
})

describe('the bridge to a cluster that fails', () => {
  const answerTo = async (failure: Error) => {
    const bridge = await startBridge(() => Promise.reject<Backend>(failure))
    const headers = {authorization: `Bearer ${bridge.token}`}
    const {status, body} = await send(bridge.url, {path: '/api/views/workflows', headers})
    await bridge.close()
    expectEnvelope(body)
    return {status, shown: shownLines(body), notices: bridge.notices}
  }

  it('shows each line of an expected error, and the remedy', async () => {
    const remedies = [{what: 'Start it', command: 'rde cluster start'}]
    const error = new RdeError('The cluster does not answer.\nconnection refused', {code: 'RDE_X', remedies})
    const shown = ['The cluster does not answer.', 'connection refused', 'Start it: rde cluster start']
    expect(await answerTo(error)).to.deep.equal({
      status: 500,
      shown,
      notices: [`rde: ${shown.join('\n')}`],
    })
  })

  it('shows the message of any other error, without a stack', async () => {
    expect((await answerTo(new TypeError('x is undefined'))).shown).to.deep.equal(['x is undefined'])
  })
})
