import {expect} from 'chai'

import {contentType} from './answer.js'
import {startBridge} from './bridge.js'
import {capturedExchanges, type CapturedExchange} from './testing/captured-exchanges.js'
import {expectEnvelope} from './testing/envelope.js'
import {MemoryBackend} from './testing/memory-backend.js'
import {send, type Received} from './testing/send.js'
import {shapeOf} from './testing/shape.js'

/** Differences from the recorded server, which had names that stood for a status. */
const otherStatus: Readonly<Record<string, number>> = {
  'POST /api/workflows/unauthorized/runs': 404,
  'POST /api/workflows/forbidden/runs': 404,
  'POST /api/workflows/boom/runs': 404,
  'POST /api/workflows/nonjson/runs': 404,
  'GET /api/workflows/noname': 404,
  // A slash creates a folder in Vault, which relay-core cannot list.
  'POST /api/workflows/hello/secrets with/slash': 422,
  'POST /api/tokens': 501,
  'DELETE /api/tokens/t1': 501,
  'POST /api/notifications/done': 501,
  'PUT /api/subscriptions/workflows/hello': 501,
  'POST /auth/sessions/device': 501,
}

/** The fields that the relay CLI requires: without them it crashes or reports an invalid answer. */
const needed = [
  'workflow.name',
  'revision.id',
  'revision.raw',
  'revision.steps[].references.secrets',
  'run.run_number',
  'secret.name',
  'secrets',
  'secrets[].name',
  'workflows',
  'workflows[].name',
  'workflows[].most_recent_run.run_number',
]

const exchanges = capturedExchanges()

describe('the requests that the relay CLI was seen to send', () => {
  const answers: Received[] = []

  before(async () => {
    const backend = new MemoryBackend()
    const bridge = await startBridge(async () => backend)
    for (const exchange of exchanges) {
      // Someone else created it between the check and the creation.
      const taken = exchange.command.endsWith('save conflict') && exchange.method === 'POST'
      if (taken) await backend.createWorkflow('conflict')
      answers.push(await replay(exchange, {backend, url: bridge.url, token: bridge.token}))
      if (taken) await backend.deleteWorkflow('conflict')
    }
    await bridge.close()
  })

  it('are read as they were sent', () => {
    for (const {body, headers} of exchanges)
      expect(String(Buffer.byteLength(body))).to.equal(headers['Content-Length'] ?? '0')
    expect(exchanges).to.have.length(92)
  })

  for (const [index, exchange] of exchanges.entries()) {
    const {command, method, path} = exchange
    it(`${command}: ${method} ${path} gets ${wantedStatus(exchange)} and what the CLI needs`, () => {
      const {status, contentType: type, body} = answers[index]!
      expect({status, type}).to.deep.equal({status: wantedStatus(exchange), type: contentType})
      if (status >= 400) expectEnvelope(body)
      else if (path !== '/api/revisions/validate') expectSameShape(body, JSON.parse(exchange.answer))
    })
  }
})

function wantedStatus({method, path, headers, body, status}: CapturedExchange): number {
  if (headers['Authorization'] !== 'Bearer dummy-token' && method + path !== 'POST/auth/sessions/device') return 401
  const slashed = body.includes('"with/slash"') ? ' with/slash' : ''
  return otherStatus[`${method} ${path.split('?')[0]}${slashed}`] ?? status
}

interface Place {
  readonly backend: MemoryBackend
  readonly url: string
  readonly token: string
}

/** Replaces the token and the revision ids by those of this bridge. */
function replay({method, path, headers, body}: CapturedExchange, {backend, url, token}: Place): Promise<Received> {
  const latest = backend.workflows.get('hello')?.revisions.at(-1)?.id ?? ''
  const authorization = headers['Authorization']?.replace(/dummy-token|Bearer abc/, (word) =>
    word === 'dummy-token' ? token : `Bearer ${token}`,
  )
  return send(url, {
    method,
    path: path.replace(/rev-\d$/, latest),
    headers: {...headers, ...(authorization !== undefined && {Authorization: authorization})},
    body,
  })
}

function expectSameShape(answer: unknown, recorded: unknown): void {
  const [ours, theirs] = [shapeOf(answer), shapeOf(recorded)]
  for (const [path, kind] of Object.entries(ours)) {
    const expected = theirs[path]
    if (expected !== undefined && expected !== 'null' && kind !== 'null') expect(kind, path).to.equal(expected)
  }
  // There are no tokens, notifications or subscriptions here.
  const empty = Object.values(answer as object).some((value) => Array.isArray(value) && value.length === 0)
  if (!empty) expect(Object.keys(ours)).to.include.members(needed.filter((path) => path in theirs))
}
