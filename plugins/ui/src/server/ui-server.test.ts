import {request, type IncomingHttpHeaders} from 'node:http'

import {routesFor} from '@rde/loopback-server/requests/route'
import {Secrets} from '@rde/process-runner'
import {expect} from 'chai'

import {startUiServer, type Answer, type UiServer} from './ui-server.js'

interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

describe('startUiServer', () => {
  let server: UiServer
  let cookie: string
  const secrets = new Secrets()
  secrets.learn('hunter2hunter2')
  const route = routesFor<object, Answer>()
  const routes = [
    route('GET /api/words/:word', async ({params}) => ({json: {word: params.word, secret: 'a hunter2hunter2 b'}})),
    route('POST /api/words', async ({body}) => ({json: JSON.parse(body.toString()) as object})),
    route('GET /api/stream', async () => ({stream: (events) => (events.send({line: 'hunter2hunter2'}), events.end())})),
  ]

  beforeEach(async () => {
    const page = {html: '<p>page', script: 'script()', style: 'style{}'}
    server = await startUiServer({page, routes, context: {}, mask: (value) => secrets.maskDeep(value)})
    cookie = (await ask('/', {token: server.access.token})).headers['set-cookie']![0]!.split(';')[0]!
  })
  afterEach(() => server.close())

  interface Asking {
    readonly method?: string
    readonly headers?: Record<string, string>
    readonly body?: string
    readonly token?: string
  }

  /** Sends exactly these headers; `fetch` would add its own. */
  function ask(path: string, {method = 'GET', headers = {}, body, token}: Asking = {}): Promise<Reply> {
    const query = token === undefined ? '' : `?token=${token}`
    return new Promise((resolve, reject) => {
      const call = request(`${server.url}${path}${query}`, {method, headers, agent: false}, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve({status: response.statusCode!, headers: response.headers, text}))
      })
      call.on('error', reject).end(body)
    })
  }
  const withCookie = (headers: Record<string, string> = {}) => ({headers: {cookie, ...headers}})

  it('answers nothing without the cookie: no page, no script, no data', async () => {
    const paths = ['/', '/page.js', '/page.css', '/api/words/x', '/runs/x']
    const replies = await Promise.all(paths.map((path) => ask(path)))
    expect(replies.map(({status}) => status)).to.deep.equal(paths.map(() => 401))
  })

  it('sets a cookie for the token that scripts cannot read and other sites cannot send', async () => {
    const {headers, text, status} = await ask('/local/w/runs/1', {token: server.access.token})
    expect([status, headers['set-cookie']![0]!.replace(/=[0-9a-f]{64}/, '')]).to.deep.equal([
      200,
      `rde-ui-${new URL(server.url).port}; HttpOnly; SameSite=Strict; Path=/`,
    ])
    expect(text).to.contain('/local/w/runs/1').and.not.contain(server.access.token)
  })

  it('accepts a code for the browser once', async () => {
    const token = server.access.oneTimeCode()
    const statuses = [await ask('/', {token}), await ask('/', {token})].map(({status}) => status)
    expect(statuses).to.deep.equal([200, 401])
  })

  it('accepts a code for a minute', () => {
    const code = server.access.oneTimeCode(0)
    expect(server.access.admit(code, {host: '127.0.0.1:1'}, 60_001)).to.equal(undefined)
  })

  it('gives a code only to a request with the token that does not come from a browser', async () => {
    const call = (headers: Record<string, string>) => ask('/api/code', {method: 'POST', headers})
    const authorization = `Bearer ${server.access.token}`
    const replies = await Promise.all([
      call({authorization}),
      call({authorization: 'Bearer no'}),
      call({cookie}),
      call({authorization, origin: server.url}),
    ])
    expect(replies.map(({status}) => status)).to.deep.equal([200, 401, 401, 401])
  })

  it('refuses another host name (DNS rebinding)', async () => {
    const host = `evil.example:${new URL(server.url).port}`
    const replies = await Promise.all([
      ask('/api/words/x', withCookie({host})),
      ask('/', {token: server.access.token, headers: {host}}),
    ])
    expect(replies.map(({status}) => status)).to.deep.equal([403, 403])
  })

  it('refuses requests of another origin, including another port of this machine', async () => {
    const replies = await Promise.all([
      ask('/api/words/x', withCookie({origin: 'http://evil.example'})),
      ask('/api/words/x', withCookie({origin: 'http://127.0.0.1:1'})),
      ask('/api/words/x', withCookie({'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors'})),
      ask('/page.js', withCookie({'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors'})),
    ])
    expect(replies.map(({status}) => status)).to.deep.equal([403, 403, 403, 403])
  })

  it('refuses a mutation without the header that only its own page can set', async () => {
    const post = (headers: Record<string, string>) =>
      ask('/api/words', {method: 'POST', body: '{"a":1}', headers: {cookie, ...headers}})
    const replies = await Promise.all([post({}), post({'x-rde-ui': '1'})])
    expect(replies.map(({status}) => status)).to.deep.equal([403, 200])
  })

  it('forbids the browser to run or load anything foreign', async () => {
    const {headers} = await ask('/', withCookie())
    const policy = headers['content-security-policy']
    expect(policy).to.contain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).to.contain("frame-ancestors 'none'").and.not.contain('unsafe')
    expect(headers['referrer-policy']).to.equal('no-referrer')
  })

  it('serves the page at every address outside /api, and an error for an unknown one inside', async () => {
    const replies = [await ask('/local/w/runs/1', withCookie()), await ask('/api/nothing', withCookie())]
    expect(replies.map(({status}) => status)).to.deep.equal([200, 404])
    expect(replies[0]!.text).to.equal('<p>page')
    expect(JSON.parse(replies[1]!.text)).to.have.nested.property('failure.message')
  })

  it('masks secrets in answers and in streams', async () => {
    const replies = [await ask('/api/words/x', withCookie()), await ask('/api/stream', withCookie())]
    expect(replies.map(({text}) => text).join())
      .to.contain('a •••• b')
      .and.not.contain('hunter2')
  })

  it('keeps an encoded slash within its segment of the path', async () => {
    expect(JSON.parse((await ask('/api/words/local%2Fw%231', withCookie())).text)).to.include({word: 'local/w#1'})
  })

  it('refuses a body that is larger than any form', async () => {
    const body = 'x'.repeat(1024 * 1024 + 1)
    const {status} = await ask('/api/words', {method: 'POST', body, headers: {cookie, 'x-rde-ui': '1'}})
    expect(status).to.equal(413)
  })
})
