import {httpClient, type HttpClient} from '@rde/toolchain/download/http-client'

import type {ImageReference} from '../image-reference.js'

/** A registry that answers at all does so within this time. */
const patienceMs = 5_000

/**
 * The tags that a registry has of an image, asked without a login; undefined where it does not answer or wants one. At most the
 * thousand of its first page.
 */
export async function registryTags(
  {host, repository}: ImageReference,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const client = httpClient({idleMs: patienceMs})
  const whole = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  try {
    return await askTags(client, `${addressOf(host)}/v2/${repository}/tags/list?n=1000`, whole)
  } catch {
    signal.throwIfAborted()
    return undefined
  } finally {
    await client.close()
  }
}

async function askTags(client: HttpClient, url: string, signal: AbortSignal): Promise<string[] | undefined> {
  let response = await client.get(url, {signal})
  const challenge = response.headers.get('www-authenticate')
  if (response.status === 401 && challenge !== null) {
    const token = await anonymousToken(client, challenge, signal)
    if (token === undefined) return undefined
    response = await client.get(url, {headers: {authorization: `Bearer ${token}`}, signal})
  }
  if (!response.ok) return undefined
  const {tags} = (await response.json()) as {tags?: string[] | null}
  return tags ?? []
}

/** What a registry gives to anybody who asks where its challenge says; undefined where that takes a login. */
async function anonymousToken(client: HttpClient, challenge: string, signal: AbortSignal): Promise<string | undefined> {
  const {realm, ...scope} = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  )
  if (!/^bearer /i.test(challenge) || realm === undefined) return undefined
  const response = await client.get(`${realm}?${new URLSearchParams(scope)}`, {signal})
  if (!response.ok) return undefined
  const {token, access_token: other} = (await response.json()) as {token?: string; access_token?: string}
  return token ?? other
}

/** Docker speaks HTTP with registries of this machine only. */
function addressOf(host: string): string {
  const local = /^(localhost|127\.0\.0\.1)(:|$)/.test(host)
  return `${local ? 'http' : 'https'}://${host === 'docker.io' ? 'registry-1.docker.io' : host}`
}
