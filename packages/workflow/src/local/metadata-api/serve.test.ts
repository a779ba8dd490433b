import {expect} from 'chai'

import {emptyEnvironment} from '../../expressions/environment.js'
import type {Output} from '../run-state.js'
import {step} from '../testing/run-locally.js'
import type {ApiStep} from './routes.js'
import {serveMetadataApi, type MetadataApi} from './serve.js'

interface Asked {
  readonly method?: string
  readonly body?: string | Buffer
  readonly type?: string
  readonly user?: string
}

describe('serveMetadataApi', () => {
  let api: MetadataApi
  let notices: string[]
  const outputs = new Map<string, Partial<Output>>()

  const caller = (name: string, spec: object = {}): ApiStep => ({
    step: step(name, '', {spec: spec as Record<string, string>}),
    environment: () => ({...emptyEnvironment, parameters: {who: 'world'}}),
    secret: (key) => (key === `${name}-token` ? 'T' : undefined),
    output: (from, key) => ({value: null, ...outputs.get(`${from}/${key}`)!}),
    setOutput: (key, output) => void outputs.set(`${name}/${key}`, output),
  })

  /** fetch does not accept credentials in a URL. */
  async function ask(url: string, path: string, {method = 'GET', body, type, user}: Asked = {}) {
    const {origin, username, password} = new URL(url)
    const authorization = `Basic ${Buffer.from(user ?? `${username}:${password}`).toString('base64')}`
    const content = {...(body !== undefined && {body: Buffer.from(body)})}
    const headers = {authorization, ...(type !== undefined && {'content-type': type})}
    const response = await fetch(origin + path, {method, headers, ...content})
    const text = await response.text()
    return {status: response.status, body: text === '' ? undefined : JSON.parse(text)}
  }

  beforeEach(async () => {
    notices = []
    outputs.clear()
    const onNotice = (name: string, message: string) => void notices.push(`${name}: ${message}`)
    api = await serveMetadataApi({address: '127.0.0.1', host: '127.0.0.1', onNotice})
  })
  afterEach(() => api.close())

  it('returns the spec of the step that the token belongs to', async () => {
    const [a, b] = [api.admit(caller('a', {x: '${parameters.who}'})), api.admit(caller('b', {x: 'b'}))]
    expect((await ask(a, '/spec')).body).to.deep.equal({value: {x: 'world'}, unresolvable: {}, complete: true})
    expect((await ask(b, '/spec')).body.value).to.deep.equal({x: 'b'})
  })

  it('does not give a step the secrets of another', async () => {
    const a = api.admit(caller('a'))
    expect(await ask(a, '/secrets/a-token')).to.deep.equal({status: 200, body: {key: 'a-token', value: 'T'}})
    expect((await ask(a, '/secrets/b-token')).status).to.equal(404)
  })

  it('refuses requests without a token, or with the token of a step that has ended', async () => {
    const a = api.admit(caller('a', {x: 1}))
    expect((await ask(a, '/spec', {user: 'step:'})).status).to.equal(401)
    const unknown = await fetch(`${new URL(a).origin}/spec`)
    expect([unknown.status, unknown.headers.get('www-authenticate')]).to.deep.equal([401, 'Basic realm="relay"'])
    api.dismiss(a)
    expect((await ask(a, '/spec')).status).to.equal(401)
  })

  it('lists what it cannot resolve, and keeps the expression', async () => {
    const spec = {x: '${outputs.b.c}', y: {$type: 'Connection', type: 'aws', name: 'my'}}
    expect((await ask(api.admit(caller('a', spec)), '/spec')).body).to.deep.equal({
      value: spec,
      unresolvable: {outputs: [{from: 'b', name: 'c'}], connections: [{type: 'aws', name: 'my'}]},
      complete: false,
    })
  })

  it('finds a part of the spec by a query', async () => {
    const a = api.admit(caller('a', {x: {y: '${parameters.who}'}, z: '${parameters.no}'}))
    expect((await ask(a, '/spec?q=x.y')).body).to.deep.equal({value: 'world', unresolvable: {}, complete: true})
    expect((await ask(a, '/spec?q={.x.y}&lang=jsonpath-template')).body.value).to.equal('world')
    expect((await ask(a, '/spec?q={.x&lang=jsonpath-template')).status).to.equal(422)
    expect((await ask(a, '/spec?q=x&lang=jq')).body.error.code).to.equal('rma_expression_unsupported_language_error')
  })

  it('answers 404 for a step without a spec, and reports the error of an invalid one', async () => {
    expect((await ask(api.admit(caller('a')), '/spec')).status).to.equal(404)
    const {status, body} = await ask(api.admit(caller('b', {x: '${nope.x}'})), '/spec')
    expect([status, body.error.code]).to.deep.equal([422, 'rma_expression_evaluation_error'])
  })

  it('stores text as a string and JSON as a value', async () => {
    const a = api.admit(caller('a'))
    expect((await ask(a, '/outputs/t', {method: 'PUT', body: '{"a":1}', type: 'text/plain'})).status).to.equal(201)
    await ask(a, '/outputs/j', {method: 'PUT', body: '{"a":1}', type: 'application/json'})
    await ask(a, '/outputs/n', {method: 'PUT', body: 'plain'})
    expect([...outputs.values()]).to.deep.equal([{value: '{"a":1}'}, {value: {a: 1}}, {value: 'plain'}])
  })

  it('stores bytes that are not text as base64, and accepts a media type with parameters', async () => {
    const a = api.admit(caller('a'))
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x69])
    await ask(a, '/outputs/b', {method: 'PUT', body: bytes, type: 'application/octet-stream'})
    await ask(a, '/outputs/t', {method: 'PUT', body: 'x', type: 'text/plain; charset=utf-8'})
    expect([...outputs.values()]).to.deep.equal([{value: {$encoding: 'base64', data: '//4AaQ=='}}, {value: 'x'}])
  })

  it('reads the first JSON value of a body and ignores the rest', async () => {
    const a = api.admit(caller('a'))
    for (const body of ['{"a":"}"} trailing', ' 5\n', '"x" y', '[1]]']) {
      expect((await ask(a, '/outputs/x', {method: 'PUT', body, type: 'application/json'})).status, body).to.equal(201)
    }
    expect(outputs.get('a/x')).to.deep.equal({value: [1]})
  })

  it('accepts "Sensitive" in any letter case, as Go does', async () => {
    const a = api.admit(caller('a'))
    const body = '{"Sensitive":true}'
    await ask(a, '/outputs/key/metadata', {method: 'PUT', body, type: 'application/json'})
    expect(outputs.get('a/key')).to.deep.equal({sensitive: true})
  })

  it('returns the variables of a step', async () => {
    const a = api.admit({...caller('a'), step: step('a', '', {env: {V: '${parameters.who}'}})})
    expect((await ask(a, '/environment')).body.value).to.deep.equal({V: 'world'})
  })

  it('refuses the form that curl sends by default, with a notice for the user', async () => {
    const asked = {method: 'PUT', body: 'x', type: 'application/x-www-form-urlencoded'}
    const {status, body} = await ask(api.admit(caller('a')), '/outputs/x', asked)
    expect([status, body.error.code]).to.deep.equal([422, 'rma_api_unknown_request_media_type_error'])
    expect(notices[0]).to.contain('a: the output x was refused')
  })

  it('refuses invalid JSON and bodies of more than 1 MiB', async () => {
    const a = api.admit(caller('a'))
    const put = (body: string, type: string) => ask(a, '/outputs/x', {method: 'PUT', body, type})
    expect((await put('{', 'application/json')).status).to.equal(422)
    expect((await put('x'.repeat(1024 * 1024 + 1), 'text/plain')).status).to.equal(500)
    expect(outputs.size).to.equal(0)
  })

  it('refuses every other route by name, and refers the user to the cluster', async () => {
    const a = api.admit(caller('a'))
    for (const [method, path] of [
      ['POST', '/events'],
      ['POST', '/decorators/x'],
      ['GET', '/conditions'],
      ['DELETE', '/spec'],
    ] as const) {
      const {status, body} = await ask(a, path, {method})
      expect([status, body.error.description.friendly], path).to.satisfy(([code, text]: [number, string]) => {
        return code === 501 && text.includes(`${method} /${path.split('/')[1]}`) && text.includes('--on cluster')
      })
    }
    expect(notices[0]).to.equal(
      'a: POST /events of the metadata API was refused: only the cluster answers it (--on cluster)',
    )
  })

  it('has no state for a container step', async () => {
    expect((await ask(api.admit(caller('a')), '/state/approval')).status).to.equal(404)
  })
})
