// A program, not a module: what a step finds as `curl` on a machine that has none (provide-curl.ts).
import {readFile, writeFile} from 'node:fs/promises'
import {request} from 'node:http'
import {text} from 'node:stream/consumers'

import {curlRequest, readsConfig, type CurlRequest} from './curl-request.js'

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  let asked: CurlRequest
  try {
    asked = curlRequest(words, readsConfig(words) ? await text(process.stdin) : '')
    if (!asked.url.startsWith('http://')) throw new Error('knows http:// only')
  } catch (error) {
    return complain(
      2,
      `${(error as Error).message}. This is rde's stand-in, since this machine has no curl: install it`,
    )
  }
  const quiet = asked.silent && !asked.showError
  try {
    return await perform(asked, (message) => (quiet ? 22 : complain(22, message)))
  } catch (error) {
    return quiet ? 7 : complain(7, (error as Error).message)
  }
}

async function perform(asked: CurlRequest, failed: (message: string) => number): Promise<number> {
  const {status, body} = await send(asked)
  if (asked.fail && status >= 400) return failed(`The requested URL returned error: ${status}`)
  if (asked.output === undefined) process.stdout.write(body)
  else await writeFile(asked.output, body)
  return 0
}

async function send(asked: CurlRequest): Promise<{status: number; body: string}> {
  const body = await bodyOf(asked.body)
  const {username, password, hostname, port, pathname, search} = new URL(asked.url)
  const auth = username === '' ? {} : {auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`}
  return await new Promise((resolve, reject) => {
    const {method, headers} = asked
    const sent = request({hostname, port, path: pathname + search, method, headers, ...auth}, (response) => {
      text(response).then((answer) => resolve({status: response.statusCode ?? 0, body: answer}), reject)
    })
    sent.on('error', reject).end(body)
  })
}

async function bodyOf(words: string | undefined): Promise<string | Buffer | undefined> {
  if (words === undefined || !words.startsWith('@')) return words
  return words === '@-' ? await text(process.stdin) : await readFile(words.slice(1))
}

function complain(code: number, message: string): number {
  process.stderr.write(`curl: (${code}) ${message}\n`)
  return code
}
