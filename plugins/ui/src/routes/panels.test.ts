import {findRoute} from '@rde/loopback-server/requests/route'
import {expect} from 'chai'

import type {LogMessage} from '../api.js'
import type {EventStream} from '../server/event-stream.js'
import {panelRoutes} from './panels.js'
import type {UiContext} from './ui-context.js'

/** The messages that the page gets for the log `api` until its end. */
async function followed(followLog: (name: string, print: (line: string) => void) => Promise<void>) {
  const panel = {
    ...{id: 'services', title: 'Services', read: () => Promise.reject(new Error('not asked'))},
    followLog: (name: string, {print}: {print(line: string): void}) => followLog(name, print),
  }
  const context = {panels: async () => ({panels: [panel], services: []}), signal: new AbortController().signal}
  const {route, params, query} = findRoute(panelRoutes, 'GET', '/api/panels/services/log?name=api')!
  const answer = await route.serve({params, query, body: Buffer.of(), context: context as unknown as UiContext})
  if (!('stream' in answer)) throw new Error('no stream')
  const {stream} = answer
  return new Promise<LogMessage[]>((resolve) => {
    const messages: LogMessage[] = []
    const send = (message: LogMessage) => {
      messages.push(message)
      if (message.type === 'end') resolve(messages)
    }
    stream({closed: new AbortController().signal, isFull: false, send} as unknown as EventStream, undefined)
  })
}

describe('the log of a panel', () => {
  it('is sent from its beginning to its end', async () => {
    const messages = await followed(async (name, print) => ['one', 'two'].forEach((line) => print(`${name} ${line}`)))
    expect(messages).to.deep.equal([{type: 'begin'}, {type: 'lines', lines: ['api one', 'api two']}, {type: 'end'}])
  })

  it('ends with the failure if it cannot be read', async () => {
    const messages = await followed(() => Promise.reject(new Error('no pod uses it')))
    expect(messages.at(-1)).to.have.nested.property('failure.message', 'no pod uses it')
  })

  it('keeps only the newest lines for a slow page', async () => {
    const messages = await followed(async (_, print) => {
      for (let line = 0; line < 10_005; line += 1) print(String(line))
    })
    const [, lines] = messages as [LogMessage, {lines: string[]}]
    expect([lines.lines.length, lines.lines[0]]).to.deep.equal([10_000, '5'])
  })
})
