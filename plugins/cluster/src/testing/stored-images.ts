import {FileServer} from '@rde/stack/testing/file-server'

/** For tests: the id of every image, in Docker and in the registry. */
export const imageId = `sha256:${'a'.repeat(64)}`

/** For tests: a registry with the images given to `hold`. */
export class StoredImages {
  readonly #paths = new Set(['/v2/'])
  readonly #server = new FileServer(({url = ''}, response) => {
    response.statusCode = this.#paths.has(url) ? 200 : 404
    response.setHeader('docker-content-digest', imageId)
    response.end(JSON.stringify({config: {digest: imageId}, layers: [{size: 1}]}))
  })

  hold(path: string, tag: string): void {
    this.#paths.add(`/v2/${path}/manifests/${tag}`)
  }

  /** Resolves with its port. */
  async start(): Promise<number> {
    return Number(new URL(await this.#server.start()).port)
  }

  stop(): Promise<void> {
    return this.#server.stop()
  }
}
