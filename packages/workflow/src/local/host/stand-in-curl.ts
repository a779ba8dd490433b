// A program, not a module: the `curl` of steps on a machine that has none (provide-curl.ts).
import {readFile, writeFile} from 'node:fs/promises'
import {request} from 'node:http'
import {text} from 'node:stream/consumers'

import {curlRequest, readsConfig, type CurlRequest} from './curl-request.js'

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  let wanted: CurlRequest
  try {
    wanted = curlRequest(words, readsConfig(words) ? await text(process.stdin) : '')
    if (!wanted.url.startsWith('http://')) throw new Error('only http:// is supported')
  } catch (error) {
    return complain(
      2,
      `${(error as Error).message}. This machine has no curl, so this is rde's limited stand-in: install curl`,
    )
  }
  const quiet = wanted.silent && !wanted.showError
  try {
    return await perform(wanted, (message) => (quiet ? 22 : complain(22, message)))
  } catch (error) {
    return quiet ? 7 : complain(7, (error as Error).message)
  }
}

async function perform(wanted: CurlRequest, failed: (message: string) => number): Promise<number> {
  const {status, body} = await send(wanted)
  if (wanted.fail && status >= 400) return failed(`The requested URL returned error: ${status}`)
  if (wanted.output === undefined) process.stdout.write(body)
  else await writeFile(wanted.output, body)
  return 0
}

async function send(wanted: CurlRequest): Promise<{status: number; body: string}> {
  const body = await bodyOf(wanted.body)
  const {username, password, hostname, port, pathname, search} = new URL(wanted.url)
  const auth = username === '' ? {} : {auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`}
  return await new Promise((resolve, reject) => {
    const {method, headers} = wanted
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
