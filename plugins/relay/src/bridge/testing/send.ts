import {request} from 'node:http'

export interface SendOptions {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export interface Received {
  readonly status: number
  readonly contentType: string | undefined
  readonly body: unknown
}

/** For tests: sends one request to a bridge, with exactly the given path and headers (fetch would change both). */
export function send(url: string, {method = 'GET', path, headers = {}, body = ''}: SendOptions): Promise<Received> {
  const {hostname, port} = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request({hostname, port, method, path, headers, agent: false}, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => {
        const {statusCode: status = 0, headers: received} = response
        resolve({status, contentType: received['content-type'], body: JSON.parse(text)})
      })
    })
    sent.on('error', reject).end(body)
  })
}
