import type {LogMessage, PanelList} from '../api.js'
import type {EventStream} from '../server/event-stream.js'
import {failureOf, Refusal} from '../server/refusal.js'
import {route, type UiContext} from './ui-context.js'

export const panelRoutes = [
  route('GET /api/panels', async ({context}) => {
    const {panels} = await context.panels()
    const list: PanelList = {panels: panels.map(({id, title, ownPage = false}) => ({id, title, ownPage}))}
    return {json: list}
  }),
  route('GET /api/panels/:panel', async ({context, params}) => {
    const {panel, services} = await findPanel(context, params.panel)
    const {session, signal} = context
    return {json: await panel.read({session, services, signal})}
  }),
  route('GET /api/panels/:panel/log', async ({context, params, query}) => {
    const {panel, services} = await findPanel(context, params.panel)
    const {followLog} = panel
    if (followLog === undefined) throw new Refusal(404, `The panel "${panel.id}" has no logs.`)
    const follow = (signal: AbortSignal, print: (line: string) => void) =>
      followLog(query.get('name') ?? '', {session: context.session, services, signal, print})
    return {stream: (stream) => void sendLog(stream, context.signal, follow)}
  }),
]

async function findPanel({panels: read}: UiContext, wanted: string) {
  const {panels, services} = await read()
  const panel = panels.find(({id}) => id === wanted)
  if (panel === undefined) throw new Refusal(404, `There is no panel "${wanted}".`)
  return {panel, services}
}

/** Lines printed within this time are sent in one message. */
const gatherMs = 50
/** The most lines that wait for a slow page; the oldest are dropped. */
const mostLines = 10_000

/** Sends the lines of a log until it ends or the page disconnects. */
async function sendLog(
  stream: EventStream,
  ended: AbortSignal,
  follow: (signal: AbortSignal, print: (line: string) => void) => Promise<void>,
): Promise<void> {
  const send = (message: LogMessage) => stream.send(message)
  const waiting: string[] = []
  send({type: 'begin'})
  const flush = () => {
    if (waiting.length > 0 && !stream.isFull) send({type: 'lines', lines: waiting.splice(0)})
  }
  const timer = setInterval(flush, gatherMs)
  const print = (line: string) => {
    waiting.push(line)
    if (waiting.length > mostLines) waiting.shift()
  }
  try {
    await follow(AbortSignal.any([stream.closed, ended]), print)
    flush()
    send({type: 'end'})
  } catch (error) {
    flush()
    send({type: 'end', failure: failureOf(error)})
  } finally {
    clearInterval(timer)
  }
}
