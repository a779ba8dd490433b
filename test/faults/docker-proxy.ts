import {mkdtempSync, rmSync} from 'node:fs'
import {createConnection, createServer, type Server, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const engine = '/var/run/docker.sock'

/** A proxy between rde and Docker, so that Docker can stop answering for one user without stopping for all. */
export class DockerProxy {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rde-proxy-'))
  readonly #socket = join(this.#folder, 'docker.sock')
  readonly #open = new Set<Socket>()
  #server: Server | undefined
  #hanging = false

  /** The environment that routes a user through the proxy. */
  get env(): {DOCKER_HOST: string} {
    return {DOCKER_HOST: `unix://${this.#socket}`}
  }

  async start(): Promise<void> {
    this.#hanging = false
    this.#server = createServer((client) => this.#connect(client))
    await new Promise<void>((resolve) => this.#server!.listen(this.#socket, resolve))
  }

  /** From now on accepts connections without answering; open connections get no more data. */
  hang(): void {
    this.#hanging = true
    for (const socket of this.#open) socket.unpipe()
  }

  /** Like a stopped engine: open connections end, and the socket is removed. */
  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)))
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#folder, {recursive: true, force: true})
  }

  #connect(client: Socket): void {
    this.#keep(client)
    if (this.#hanging) return
    const docker = this.#keep(createConnection(engine))
    client.pipe(docker).pipe(client)
    for (const [one, other] of [
      [client, docker],
      [docker, client],
    ] as const)
      one.on('close', () => other.destroy())
  }

  #keep(socket: Socket): Socket {
    this.#open.add(socket)
    return socket.on('error', () => {}).on('close', () => this.#open.delete(socket))
  }
}
