import type {Duplex} from 'node:stream'

import {isRdeError} from '@rde/errors'
import {isProcessError, type ProcessRunner} from '@rde/process-runner'

import {parseEngineInfo, type EngineInfo} from '../engine/engine-info.js'
import {readPrinted} from '../wrappers/read-printed.js'
import {
  containerFormat,
  createdFormat,
  lastRunFormat,
  readContainer,
  readCreated,
  readLastRun,
  type Container,
  type LastRun,
} from './container.js'
import {DockerClient, silentEngine} from './docker-client.js'
import {
  imageCommandFormat,
  imageFormat,
  imageLabelsFormat,
  manifestFormat,
  readImage,
  readImageCommand,
  readImageLabels,
  readLoaded,
  readManifest,
  readPush,
  readRefusal,
  readRegistryManifest,
} from './image.js'
import type {ImageCommand, LocalImage, NamedImage, PlatformManifest, Pushed, RegistryManifest} from './image.js'
import {gatewayFormat, readGateway} from './network.js'

/** What rde needs of Docker beside k3d, and nothing more: its command lines. What they print is read by its neighbours. */
export class Docker {
  readonly #client: DockerClient

  constructor(
    runner: ProcessRunner,
    private readonly file = 'docker',
  ) {
    this.#client = new DockerClient(runner, file)
  }

  /** What the engine says of itself. */
  async info(): Promise<EngineInfo> {
    const {stdout} = await this.#client.ask(['info', '--format', '{{json .}}'])
    const info = this.read(stdout, parseEngineInfo)
    if ('failure' in info) throw silentEngine(info.failure)
    return info
  }

  /** Every container, stopped ones too, that matches one filter of `docker ps` (`label=k3d.cluster=rde`). */
  async containers(filter: string): Promise<Container[]> {
    const args = ['ps', '--all', '--no-trunc', '--filter', filter, '--format', containerFormat]
    return this.#readLines(await this.#client.lines(args), readContainer)
  }

  /** By the names of the containers. */
  async lastRun(names: readonly string[]): Promise<Map<string, LastRun>> {
    if (names.length === 0) return new Map()
    const args = ['inspect', '--type', 'container', '--format', lastRunFormat, ...names]
    return new Map(this.#readLines(await this.#client.lines(args), readLastRun))
  }

  /** When containers were made, by their names. */
  async createdAt(names: readonly string[]): Promise<Map<string, Date>> {
    if (names.length === 0) return new Map()
    const args = ['inspect', '--type', 'container', '--format', createdFormat, ...names]
    return new Map(this.#readLines(await this.#client.lines(args), readCreated))
  }

  /** The last lines that a container printed. */
  async lastWords(name: string, lines = 10): Promise<string[]> {
    const {stdout, stderr} = await this.#client.ask(['logs', '--tail', String(lines), name])
    return `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '')
  }

  /** Starts a container in the background; `args` as `docker run` takes them. */
  async run(args: readonly string[]): Promise<void> {
    await this.#client.ask(['run', '--detach', ...args], 120_000)
  }

  /** Runs a program in a container; resolves with what it printed, and rejects where it failed. */
  async exec(container: string, command: readonly string[], timeoutMs?: number): Promise<string> {
    return (await this.#client.ask(['exec', container, ...command], timeoutMs)).stdout
  }

  /** What a program in a container reads and prints, for as long as the stream is open. */
  connect(container: string, command: readonly string[]): Duplex {
    return this.#client.connect(['exec', '--interactive', container, ...command])
  }

  async start(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#client.ask(['start', ...names], 60_000)
  }

  async unpause(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#client.ask(['unpause', ...names])
  }

  /** Sends each its termination signal, and kills what has not ended after `seconds`. */
  async stop(names: readonly string[], seconds: number): Promise<void> {
    // -t, since its long name differs between versions of the client.
    if (names.length > 0) await this.#client.ask(['stop', '-t', String(seconds), ...names], (seconds + 30) * 1_000)
  }

  /** Removes containers with their anonymous volumes, running or not. */
  async remove(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#client.ask(['rm', '--force', '--volumes', ...names], 60_000)
  }

  /** One image; undefined if Docker has none of that name. */
  async image(reference: string): Promise<LocalImage | undefined> {
    const line = await this.#inspectImage(reference, imageFormat)
    return line === undefined ? undefined : this.read(line, (printed) => readImage(reference, printed))
  }

  /** What a container of this image runs; undefined if Docker has none of that name. */
  async imageCommand(reference: string): Promise<ImageCommand | undefined> {
    const line = await this.#inspectImage(reference, imageCommandFormat)
    return line === undefined ? undefined : this.read(line, readImageCommand)
  }

  /** The labels of an image, by its name or its id; none if Docker has none of that name. */
  async imageLabels(reference: string): Promise<Readonly<Record<string, string>>> {
    const line = await this.#inspectImage(reference, imageLabelsFormat)
    return line === undefined ? {} : this.read(line, readImageLabels)
  }

  /** The ids of all images that Docker has, by their names as it lists them (`familiarName`); none of those without a name. One call. */
  async imageIds(): Promise<Map<string, string>> {
    const lines = await this.#client.lines(['images', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}'])
    const named = lines.filter((line) => !line.includes('<none>'))
    return new Map(named.map((line) => line.split(' ') as [string, string]))
  }

  /**
   * The one manifest that containers of this engine run, where the image is an index: of several platforms, or of one with
   * BuildKit's attestations. Undefined where it is none, as in the classic image store always, and where Docker cannot tell.
   */
  async manifestInIndex(image: NamedImage): Promise<PlatformManifest | undefined> {
    const {isIndex, platform} = image.isIndex === undefined ? ((await this.image(image.reference)) ?? image) : image
    if (!isIndex || platform === undefined) return undefined
    try {
      const args = ['image', 'inspect', '--platform', platform, '--format', manifestFormat, image.reference]
      const [line = 'null'] = await this.#client.lines(args)
      const digest = this.read(line, readManifest)
      return digest === undefined ? undefined : {platform, digest}
    } catch (error) {
      // Clients and engines before 28.1 know no platform here.
      if (isProcessError(error) && error.failure === 'exit-code') return undefined
      throw error
    }
  }

  async tag(reference: string, as: string): Promise<void> {
    await this.#client.ask(['tag', reference, as])
  }

  /** Forgets a name; the image stays while it has another. A name that is gone is forgotten: two at once may take it. */
  async untag(reference: string): Promise<void> {
    await this.#client.ask(['image', 'rm', '--no-prune', reference]).catch((error: unknown) => {
      if (!isProcessError(error) || !/reference does not exist|No such image/.test(error.stderr)) throw error
    })
  }

  /** Sends what the registry lacks, of an index one platform alone if that is given. */
  async push(reference: string, platform?: string): Promise<Pushed> {
    const chosen = platform === undefined ? [] : ['--platform', platform]
    const {stdout} = await this.#client.ask(['push', ...chosen, reference], 600_000)
    return this.read(stdout, (printed) => readPush(reference, printed))
  }

  /** Fetches an image with the user's own credentials; for the engine's own platform unless given. */
  async pull(reference: string, platform?: string): Promise<void> {
    const chosen = platform === undefined ? [] : ['--platform', platform]
    await this.#client.ask(['pull', '--quiet', ...chosen, reference], 600_000)
  }

  /** Why the registry that the reference names does not let us have it, in its own words; undefined where it does. */
  async pullRefusal(reference: string): Promise<string | undefined> {
    try {
      await this.#client.ask(['manifest', 'inspect', reference])
      return undefined
    } catch (error) {
      if (isProcessError(error) && error.failure !== 'cancelled') return readRefusal(error.stderr) || error.message
      if (isRdeError(error)) return error.message
      throw error
    }
  }

  /**
   * The manifest of one platform that a registry has under a name, asked with the user's own credentials. Undefined where it
   * has none, has an index, or does not answer.
   */
  async manifest(name: string): Promise<RegistryManifest | undefined> {
    const insecure = /^(localhost|127\.0\.0\.1)(:|\/)/.test(name) ? ['--insecure'] : []
    try {
      const {stdout} = await this.#client.ask(['manifest', 'inspect', '--verbose', ...insecure, name])
      return this.read(stdout, readRegistryManifest)
    } catch (error) {
      if (isProcessError(error) && error.failure === 'exit-code') return undefined
      throw error
    }
  }

  /** Makes an image with nothing in it. */
  async makeEmptyImage(reference: string): Promise<void> {
    // The end of an archive, and nothing before it.
    await this.#client.ask(['import', '-', reference], 60_000, '\0'.repeat(1024))
  }

  /** Writes an archive of one image, for `load`. */
  async save(reference: string, archive: string): Promise<void> {
    await this.#client.ask(['save', '--output', archive, reference], 600_000)
  }

  /** Takes in an archive made by `docker save`; resolves with the references it held. */
  async load(archive: string): Promise<string[]> {
    return readLoaded((await this.#client.ask(['load', '--input', archive], 600_000)).stdout)
  }

  /** Which of these networks exist. */
  async networks(names: readonly string[]): Promise<string[]> {
    const listed = await this.#client.lines(['network', 'ls', '--format', '{{.Name}}'])
    return listed.filter((name) => names.includes(name))
  }

  /** The names of the networks that match one filter of `docker network ls` (`label=rde.local-run`). */
  async networksWith(filter: string): Promise<string[]> {
    return await this.#client.lines(['network', 'ls', '--filter', filter, '--format', '{{.Name}}'])
  }

  /** Makes a bridge network; resolves with the address that this machine has on it. */
  async createNetwork(name: string, label: string): Promise<string> {
    await this.#client.ask(['network', 'create', '--label', label, name], 60_000)
    const [line = ''] = await this.#client.lines(['network', 'inspect', '--format', gatewayFormat, name])
    const gateway = readGateway(line)
    if (gateway === undefined) throw new Error(`docker gave the network ${name} no gateway`)
    return gateway
  }

  async removeNetworks(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#client.ask(['network', 'rm', ...names], 60_000)
  }

  /** Which of these volumes exist. */
  async volumes(names: readonly string[]): Promise<string[]> {
    const listed = await this.#client.lines(['volume', 'ls', '--format', '{{.Name}}'])
    return listed.filter((name) => names.includes(name))
  }

  async removeVolumes(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#client.ask(['volume', 'rm', '--force', ...names], 60_000)
  }

  /** What a call printed, or a program in a container, as `read` understands it. */
  read<Value>(printed: string, read: (printed: string) => Value): Value {
    return readPrinted({name: 'docker', file: this.file}, printed, read)
  }

  #readLines<Line>(lines: readonly string[], read: (line: string) => Line): Line[] {
    return lines.map((line) => this.read(line, read))
  }

  /** The first line that the template prints of an image; undefined if Docker has none of that name. */
  async #inspectImage(reference: string, format: string): Promise<string | undefined> {
    try {
      const [line = ''] = await this.#client.lines(['image', 'inspect', '--format', format, reference])
      return line
    } catch (error) {
      if (isProcessError(error) && /no such (image|object)/i.test(error.stderr)) return undefined
      throw error
    }
  }
}
