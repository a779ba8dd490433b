import type {Duplex} from 'node:stream'

import {contentType} from './answer.js'
import {errorAnswer} from './error-answer.js'
import {Refusal} from './refusal.js'

/** Answers a request that Node could not parse (an extremely long name): Node's default answer has no body. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const {status, body} = errorAnswer(new Refusal('malformed', `The request cannot be read: ${error.message}`))
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${status} Bad Request`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}
