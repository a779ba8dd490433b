import {get, type IncomingHttpHeaders} from 'node:http'
import {text} from 'node:stream/consumers'

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ')

interface Manifest {
  readonly config?: {readonly digest?: string}
  readonly layers?: readonly StoredLayer[]
  /** Of an index. */
  readonly manifests?: ReadonlyArray<{readonly digest: string}>
}

export interface StoredLayer {
  readonly digest: string
  /** Bytes, as the registry keeps it. */
  readonly size: number
}

export interface StoredImage {
  /** Of the manifest: what a kubelet reports for a pod that runs it. */
  readonly digest: string
  /** Of the image's configuration; undefined for an index of several platforms. */
  readonly configDigest: string | undefined
  /** The oldest first; of an index those of all its manifests. */
  readonly layers: readonly StoredLayer[]
}

/** Asks the cluster's registry what it holds, by the HTTP API of OCI distribution, on 127.0.0.1. */
export class RegistryClient {
  constructor(
    /** Of 127.0.0.1. */
    readonly port: number,
    private readonly signal?: AbortSignal,
  ) {}

  /** Whether the registry answers. */
  async answers(): Promise<boolean> {
    return this.#get('/v2/').then(
      ({status}) => status === 200,
      () => false,
    )
  }

  /** What a `<path>:<tag>` stands for now; undefined if the registry does not have it. Rejects if it does not answer. */
  async find(repositoryPath: string): Promise<StoredImage | undefined> {
    const at = repositoryPath.lastIndexOf(repositoryPath.includes('@') ? '@' : ':')
    const path = `/v2/${repositoryPath.slice(0, at)}/manifests/${repositoryPath.slice(at + 1)}`
    const {status, headers, body} = await this.#get(path)
    if (status === 404) return undefined
    const digest = headers['docker-content-digest']
    if (status !== 200 || typeof digest !== 'string')
      throw new Error(`the registry answered ${status} for ${repositoryPath}`)
    const manifest = JSON.parse(body) as Manifest
    const inside = (manifest.manifests ?? []).map((one) => this.find(`${repositoryPath.slice(0, at)}@${one.digest}`))
    const layers = [...(manifest.layers ?? []), ...(await Promise.all(inside)).flatMap((one) => one?.layers ?? [])]
    return {digest, configDigest: manifest.config?.digest, layers}
  }

  /** Not by fetch, which takes longer to load than all that it would do here. */
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
