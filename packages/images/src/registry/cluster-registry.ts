import {get, type IncomingHttpHeaders} from 'node:http'
import {text} from 'node:stream/consumers'

import type {ClusterIdentity} from '@rde/config'

import type {ImageReference} from '../image-reference.js'
import type {Registry, StoredImage, StoredLayer} from './registry.js'

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ')

interface Manifest {
  readonly config?: {readonly digest?: string}
  readonly layers?: readonly StoredLayer[]
  /** Present in an index. */
  readonly manifests?: ReadonlyArray<{readonly digest: string}>
}

/** The cluster's registry: its addresses and, through the OCI distribution API, its content. */
export class ClusterRegistry implements Registry {
  /** The name of its container. */
  readonly container: string

  constructor(
    {registry}: Pick<ClusterIdentity, 'registry'>,
    /** The port on 127.0.0.1. */
    readonly port: number,
    private readonly signal?: AbortSignal,
  ) {
    this.container = registry
  }

  /** The host in references that nodes, pods and relay-core's operator use: `rde-registry.localhost:5111`. */
  get host(): string {
    return `${this.container}:${this.port}`
  }

  /** The same for Docker on this machine. */
  get pushHost(): string {
    return `localhost:${this.port}`
  }

  /** All hosts of this registry that references may contain. */
  get hosts(): string[] {
    return [this.host, this.pushHost]
  }

  /** The name that Docker on this machine pushes. The registry omits the original host of the image. */
  pushName(reference: ImageReference): string {
    return `${this.pushHost}/${reference.path}`
  }

  /** Whether the registry answers. */
  async answers(): Promise<boolean> {
    return this.#get('/v2/').then(
      ({status}) => status === 200,
      () => false,
    )
  }

  /** The current content of a name; undefined if the registry does not have it. Rejects if it does not answer. */
  async find(reference: ImageReference): Promise<StoredImage | undefined> {
    const {repository, tag, digest: wanted = tag} = reference
    const {status, headers, body} = await this.#get(`/v2/${repository}/manifests/${wanted}`)
    if (status === 404) return undefined
    const digest = headers['docker-content-digest']
    if (status !== 200 || typeof digest !== 'string')
      throw new Error(`the registry answered ${status} for ${reference}`)
    const manifest = JSON.parse(body) as Manifest
    const inside = (manifest.manifests ?? []).map((one) => this.find(reference.withDigest(one.digest)))
    const layers = [...(manifest.layers ?? []), ...(await Promise.all(inside)).flatMap((one) => one?.layers ?? [])]
    return {digest, configDigest: manifest.config?.digest, layers}
  }

  /** Does not use fetch, which takes longer to load than the request itself. */
  #get(path: string): Promise<Answer> {
    const deadline = AbortSignal.timeout(10_000)
    const signal = this.signal === undefined ? deadline : AbortSignal.any([this.signal, deadline])
    const options = {host: '127.0.0.1', port: this.port, path, headers: {accept: manifestTypes}, agent: false, signal}
    return new Promise((resolve, reject) => {
      get(options, (response) => {
        const {statusCode: status, headers} = response
        text(response).then((body) => resolve({status, headers, body}), reject)
      }).once('error', reject)
    })
  }
}

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
