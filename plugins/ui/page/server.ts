import {useEffect, useState} from 'preact/hooks'

import {mutationHeader, type Failure} from '../src/api.js'

/** The server answered a request with a failure. */
export class RequestFailed extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
  }
}

export async function ask<Data>(path: string): Promise<Data> {
  return read(await fetch(path, {headers: {accept: 'application/json'}}))
}

export async function send<Data>(path: string, body: object = {}): Promise<Data> {
  const headers = {'content-type': 'application/json', [mutationHeader]: '1'}
  return read(await fetch(path, {method: 'POST', headers, body: JSON.stringify(body)}))
}

async function read<Data>(response: Response): Promise<Data> {
  const body = (await response.json()) as Data & {failure?: Failure}
  if (!response.ok) throw new RequestFailed(body.failure ?? {message: response.statusText, remedies: []})
  return body
}

export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailed) return error.failure
  return {
    message: 'rde does not answer: `rde ui` has ended, or this machine was asleep.',
    remedies: [{what: 'Start it again', command: 'rde ui'}],
  }
}

export interface Answer<Data> {
  data?: Data
  failure?: Failure
}

/** The server's answer for a path; requested again when `version` changes, keeping the previous answer meanwhile. */
export function useAnswer<Data>(path: string, version = 0): Answer<Data> {
  const [answer, setAnswer] = useState<Answer<Data>>({})
  useEffect(() => {
    let wanted = true
    ask<Data>(path).then(
      (data) => wanted && setAnswer({data}),
      (error: unknown) => wanted && setAnswer((before) => ({...before, failure: failureOf(error)})),
    )
    return () => void (wanted = false)
  }, [path, version])
  return answer
}

export type Connection = 'connecting' | 'live' | 'lost'

/**
 * Listens to a stream of events while the page is visible: a browser opens only six connections to one server, and
 * background tabs must not use all of them.
 */
export function useEvents<Message>(path: string | undefined, onMessage: (message: Message) => void): Connection {
  const [connection, setConnection] = useState<Connection>('connecting')
  useEffect(() => {
    if (path === undefined) return
    let source: EventSource | undefined
    const open = () => {
      source = new EventSource(path)
      source.onopen = () => setConnection('live')
      source.onmessage = ({data}: MessageEvent<string>) => onMessage(JSON.parse(data) as Message)
      source.onerror = () => {
        setConnection('lost')
        // A browser does not reconnect after an answer that is not a stream.
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(reopen, 2000)
      }
    }
    let retry: ReturnType<typeof setTimeout> | undefined
    const close = () => {
      clearTimeout(retry)
      source?.close()
      source = undefined
    }
    const reopen = () => {
      close()
      if (!document.hidden) open()
    }
    reopen()
    document.addEventListener('visibilitychange', reopen)
    return () => {
      document.removeEventListener('visibilitychange', reopen)
      close()
    }
  }, [path])
  return connection
}
