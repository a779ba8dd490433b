import {readFileSync} from 'node:fs'

/** One request of the real relay CLI, and the answer of the recording server. */
export interface CapturedExchange {
  /** The command line that sent it. */
  readonly command: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly status: number
  readonly answer: string
}

/** For tests: the exchanges of all commands, in order. */
export function capturedExchanges(): CapturedExchange[] {
  const text = readFileSync(new URL('relay-cli-http.txt', import.meta.url), 'utf8')
  return text.split(/^=== \$ /m).flatMap((part) => {
    const [command = ''] = part.split('\n', 1)
    const http = part.split(/^--- http$|--- http$/m)[1] ?? ''
    return http.split(/\n(?=> [A-Z]+ \/)/).flatMap((exchange) => readExchange(command, exchange))
  })
}

function readExchange(command: string, text: string): CapturedExchange[] {
  const lines = text.split('\n')
  const sent = lines.filter((line) => line.startsWith('>')).map((line) => line.slice(2))
  const received = lines.filter((line) => line.startsWith('< ')).map((line) => line.slice(2))
  const [method, path] = sent[0]?.split(' ') ?? []
  if (method === undefined || path === undefined) return []
  const end = sent.indexOf('')
  const headers = sent.slice(1, end === -1 ? undefined : end).map((line) => line.split(': ') as [string, string])
  const body = end === -1 ? '' : `${sent.slice(end + 1).join('\n')}\n`
  const [status = ''] = received
  return [
    {
      command,
      method,
      path,
      headers: Object.fromEntries(headers),
      body,
      status: Number.parseInt(status, 10),
      answer: received.slice(1).join('\n'),
    },
  ]
}
