import {httpClient, type HttpClient} from '@rde/toolchain/download/http-client'

import type {ImageReference} from '../image-reference.js'

/** The time limit for an answer. */
const timeoutMs = 5_000

/**
 * The tags of an image in a registry, requested without a login; undefined if it does not answer or requires one. At
 * most the first page of 1000.
 */
export async function registryTags(
  {host, repository}: ImageReference,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const client = httpClient({idleMs: timeoutMs})
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    return await requestTags(client, `${addressOf(host)}/v2/${repository}/tags/list?n=1000`, deadline)
  } catch {
    signal.throwIfAborted()
    return undefined
  } finally {
    await client.close()
  }
}

async function requestTags(client: HttpClient, url: string, signal: AbortSignal): Promise<string[] | undefined> {
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

/** A token for anonymous access, from the realm in the registry's challenge; undefined if it requires a login. */
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

/** Docker uses plain HTTP only for registries on this machine. */
function addressOf(host: string): string {
  const local = /^(localhost|127\.0\.0\.1)(:|$)/.test(host)
  return `${local ? 'http' : 'https'}://${host === 'docker.io' ? 'registry-1.docker.io' : host}`
}
