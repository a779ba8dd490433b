import type {RunMessage} from '../api.js'
import type {EventStream} from '../server/event-stream.js'
import type {RunModel} from './run-model.js'

/** Changes within this time are sent in one message: a log can get thousands of lines at once. */
const gatherMs = 60
/** Lines in one message. */
const mostLines = 5_000

export interface SendOptions {
  readonly stream: EventStream
  /** The step whose log is wanted. */
  readonly step: string | undefined
  /** The index of the first line that the page does not have. */
  readonly from: number
}

/** Sends the current state of a run to one page, then every change, until the page disconnects. */
export function sendRun(model: RunModel, {stream, step, from}: SendOptions): void {
  const send = (message: RunMessage, id?: string) => stream.send(message, id)
  const changed = new Set<string>()
  let headChanged = false
  let next = from
  let timer: NodeJS.Timeout | undefined
  let sentAt = 0
  const flush = () => {
    timer = undefined
    sentAt = performance.now()
    // Send nothing to a slow page until it has caught up.
    if (stream.isFull) return later()
    if (headChanged) send({type: 'head', head: model.head()})
    if (changed.size > 0) send({type: 'steps', steps: [...changed].map((name) => model.step(name))})
    headChanged = false
    changed.clear()
    if (step !== undefined && next < model.log(step).length) {
      const lines = model.log(step).slice(next, next + mostLines)
      send({type: 'log', step, from: next, lines}, String(next + lines.length))
      next += lines.length
      if (next < model.log(step).length) setImmediate(flush)
    }
  }
  const later = () => (timer ??= setTimeout(flush, Math.max(0, sentAt + gatherMs - performance.now())))
  const stop = model.listen((change) => {
    if ('head' in change) headChanged = true
    else if ('step' in change) changed.add(change.step)
    else if (change.log !== step) return
    later()
  })
  stream.closed.addEventListener('abort', () => {
    clearTimeout(timer)
    stop()
  })
  send({type: 'head', head: model.head()})
  send({type: 'steps', steps: model.steps(), all: true})
  flush()
}
