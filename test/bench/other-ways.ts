// Alternatives that rde does not use, for `npm run bench -- images`. They know which layer is new, and check nothing.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {request} from 'node:http'
import {buffer} from 'node:stream/consumers'

import {docker} from '../e2e/docker.js'

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json'
const ctr = ['ctr', '--address', '/run/k3s/containerd/containerd.sock', '--namespace', 'k8s.io', 'images']

interface Layer {
  readonly digest: string
  readonly size: number
}

interface Manifest {
  readonly config: Layer
  readonly layers: readonly Layer[]
}

/** Docker push, then an archive in the OCI layout, with only the newest layer, into each node's `ctr images import`. */
export async function byPartialArchive(reference: string, port: number, nodes: readonly string[]): Promise<void> {
  const digest = push(reference, port)
  const [path, tag] = reference.split(':') as [string, string]
  const [text, manifest] = await manifestOf(port, path, digest)
  const newest = manifest.layers.at(-1)!
  const blobs = await Promise.all([manifest.config, newest].map(async (blob) => get(port, blobPath(path, blob))))
  const name = {'io.containerd.image.name': `docker.io/${path}:${tag}`, 'org.opencontainers.image.ref.name': tag}
  const entry = {mediaType: manifestType, digest, size: text.length, annotations: name}
  const archive = Buffer.concat([
    file('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')),
    file('index.json', Buffer.from(JSON.stringify({schemaVersion: 2, manifests: [entry]}))),
    file(placeOf(digest), text),
    file(placeOf(manifest.config.digest), blobs[0]!),
    file(placeOf(newest.digest), blobs[1]!),
    Buffer.alloc(1024),
  ])
  const words = [...ctr, 'import', '--base-name', `docker.io/${path}`, '--digests', '-']
  await Promise.all(nodes.map((node) => feed(archive, ['exec', '--interactive', node, ...words])))
}

/** Docker push to another registry, its new blobs copied to the cluster's, and pulls on the nodes. */
export async function byCopy(
  reference: string,
  {from, to, pull}: {from: number; to: number; pull: () => Promise<void>},
): Promise<void> {
  const digest = push(reference, from)
  const [path, tag] = reference.split(':') as [string, string]
  const [text, {config, layers}] = await manifestOf(from, path, digest)
  for (const blob of [config, layers.at(-1)!]) {
    const {headers} = await send(to, {method: 'POST', path: `/v2/${path}/blobs/uploads/`})
    const {pathname, search} = new URL(headers['location']!)
    const location = `${pathname}${search}&digest=${blob.digest}`
    await send(to, {method: 'PUT', path: location, body: await get(from, blobPath(path, blob))})
  }
  await send(to, {method: 'PUT', path: `/v2/${path}/manifests/${tag}`, body: text, type: manifestType})
  await pull()
}

function push(reference: string, port: number): string {
  docker('tag', reference, `localhost:${port}/${reference}`)
  return /digest: (sha256:\S+)/.exec(docker('push', `localhost:${port}/${reference}`))![1]!
}

async function manifestOf(port: number, path: string, digest: string): Promise<[Buffer, Manifest]> {
  const text = await get(port, `/v2/${path}/manifests/${digest}`)
  return [text, JSON.parse(text.toString()) as Manifest]
}

async function feed(input: Buffer, args: readonly string[]): Promise<void> {
  const child = spawn('docker', args, {stdio: ['pipe', 'ignore', 'inherit']})
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${code}`)
}

interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: Buffer
  readonly type?: string
}

async function get(port: number, path: string): Promise<Buffer> {
  return (await send(port, {method: 'GET', path})).body
}

async function send(port: number, {method, path, body, type = 'application/octet-stream'}: Sent) {
  const headers = method === 'GET' ? {accept: manifestType} : {'content-type': type}
  const asked = request({host: '127.0.0.1', port, path, method, headers, agent: false})
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
  const answer = await buffer(response)
  if ((response.statusCode ?? 500) >= 400) throw new Error(`${method} ${path}: ${answer.toString()}`)
  return {headers: response.headers as Record<string, string>, body: answer}
}

const placeOf = (digest: string) => `blobs/${digest.replace(':', '/')}`
const blobPath = (path: string, {digest}: Layer) => `/v2/${path}/blobs/${digest}`

/** One file of a tar archive. */
function file(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(512)
  head.write(name, 0)
  head.write('0000644\0', 100)
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  head.write('00000000000\0        0', 136)
  head.write('ustar\0' + '00', 257)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}
