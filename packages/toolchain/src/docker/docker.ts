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
import {DockerClient, engineUnreachable} from './docker-client.js'
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

/** The docker commands that rde runs itself. Output is parsed in this folder. */
export class Docker {
  readonly #client: DockerClient

  constructor(
    runner: ProcessRunner,
    private readonly file = 'docker',
  ) {
    this.#client = new DockerClient(runner, file)
  }

  /** The engine's information. */
  async info(): Promise<EngineInfo> {
    const {stdout} = await this.#client.ask(['info', '--format', '{{json .}}'])
    const info = this.read(stdout, parseEngineInfo)
    if ('failure' in info) throw engineUnreachable(info.failure)
    return info
  }

  /** All containers, including stopped ones, that match a filter of `docker ps` (`label=k3d.cluster=rde`). */
  async containers(filter: string): Promise<Container[]> {
    const args = ['ps', '--all', '--no-trunc', '--filter', filter, '--format', containerFormat]
    return this.#readLines(await this.#client.lines(args), readContainer)
  }

  /** The last run of each container, by container name. */
  async lastRun(names: readonly string[]): Promise<Map<string, LastRun>> {
    if (names.length === 0) return new Map()
    const args = ['inspect', '--type', 'container', '--format', lastRunFormat, ...names]
    return new Map(this.#readLines(await this.#client.lines(args), readLastRun))
  }

  /** When each container was created, by container name. */
  async createdAt(names: readonly string[]): Promise<Map<string, Date>> {
    if (names.length === 0) return new Map()
    const args = ['inspect', '--type', 'container', '--format', createdFormat, ...names]
    return new Map(this.#readLines(await this.#client.lines(args), readCreated))
  }

  /** The last lines of a container's log. */
  async lastLogLines(name: string, lines = 10): Promise<string[]> {
    const {stdout, stderr} = await this.#client.ask(['logs', '--tail', String(lines), name])
    return `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '')
  }

  /** Starts a container in the background; `args` are those of `docker run`. */
  async run(args: readonly string[]): Promise<void> {
    await this.#client.ask(['run', '--detach', ...args], 120_000)
  }

  /** Runs a program in a container; resolves with its output, and rejects if it fails. */
  async exec(container: string, command: readonly string[], timeoutMs?: number): Promise<string> {
    return (await this.#client.ask(['exec', container, ...command], timeoutMs)).stdout
  }

  /** Like `exec`, with a file of this machine as the program's standard input. */
  async execWithFile(
    container: string,
    command: readonly string[],
    {inputFile, timeoutMs}: {readonly inputFile: string; readonly timeoutMs: number},
  ): Promise<string> {
    const args = ['exec', '--interactive', container, ...command]
    return (await this.#client.ask(args, timeoutMs, {inputFile})).stdout
  }

  /** The standard input and output of a program in a container, until the stream is closed. */
  connect(container: string, command: readonly string[]): Duplex {
    return this.#client.connect(['exec', '--interactive', container, ...command])
  }

  async start(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#client.ask(['start', ...names], 60_000)
  }

  async unpause(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#client.ask(['unpause', ...names])
  }

  /** Sends the termination signal to each, and kills those that are still running after `seconds`. */
  async stop(names: readonly string[], seconds: number): Promise<void> {
    // -t, because the long name differs between versions of the client.
    if (names.length > 0) await this.#client.ask(['stop', '-t', String(seconds), ...names], (seconds + 30) * 1_000)
  }

  /** Removes containers with their anonymous volumes, running or not. */
  async remove(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#client.ask(['rm', '--force', '--volumes', ...names], 60_000)
  }

  /** One image; undefined if Docker does not have it. */
  async image(reference: string): Promise<LocalImage | undefined> {
    const line = await this.#inspectImage(reference, imageFormat)
    return line === undefined ? undefined : this.read(line, (printed) => readImage(reference, printed))
  }

  /** The command of an image; undefined if Docker does not have the image. */
  async imageCommand(reference: string): Promise<ImageCommand | undefined> {
    const line = await this.#inspectImage(reference, imageCommandFormat)
    return line === undefined ? undefined : this.read(line, readImageCommand)
  }

  /** The labels of an image, by name or id; empty if Docker does not have the image. */
  async imageLabels(reference: string): Promise<Readonly<Record<string, string>>> {
    const line = await this.#inspectImage(reference, imageLabelsFormat)
    return line === undefined ? {} : this.read(line, readImageLabels)
  }

  /** The ids of all named images, by name as Docker lists it (`familiarName`), in one call. */
  async imageIds(): Promise<Map<string, string>> {
    const lines = await this.#client.lines(['images', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}'])
    const named = lines.filter((line) => !line.includes('<none>'))
    return new Map(named.map((line) => line.split(' ') as [string, string]))
  }

  /**
   * The manifest for the platform of this engine, if the image is an index: of several platforms, or of one with
   * BuildKit's attestations. Undefined if it is not (never in the classic image store), and if Docker cannot report it.
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
      // Clients and engines before 28.1 do not support --platform here.
      if (isProcessError(error) && error.failure === 'exit-code') return undefined
      throw error
    }
  }

  async tag(reference: string, as: string): Promise<void> {
    await this.#client.ask(['tag', reference, as])
  }

  /**
   * Removes a name; the image stays while it has another. Ignores a missing name, which a concurrent call may remove.
   */
  async untag(reference: string): Promise<void> {
    await this.#client.ask(['image', 'rm', '--no-prune', reference]).catch((error: unknown) => {
      if (!isProcessError(error) || !/reference does not exist|No such image/.test(error.stderr)) throw error
    })
  }

  /** Pushes what the registry does not have; of an index only `platform`, if given. */
  async push(reference: string, platform?: string): Promise<Pushed> {
    const chosen = platform === undefined ? [] : ['--platform', platform]
    const {stdout} = await this.#client.ask(['push', ...chosen, reference], 600_000)
    return this.read(stdout, (printed) => readPush(reference, printed))
  }

  /** Pulls an image with the user's credentials; `platform` defaults to the engine's. */
  async pull(reference: string, platform?: string): Promise<void> {
    const chosen = platform === undefined ? [] : ['--platform', platform]
    await this.#client.ask(['pull', '--quiet', ...chosen, reference], 600_000)
  }

  /** The registry's reason for refusing the image; undefined if it can be pulled. */
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
   * The single-platform manifest of a name in its registry, requested with the user's credentials. Undefined if there
   * is none, if it is an index, or if the registry does not answer.
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

  /** Creates an empty image. */
  async makeEmptyImage(reference: string): Promise<void> {
    // Only the end marker of an archive.
    await this.#client.ask(['import', '-', reference], 60_000, {input: '\0'.repeat(1024), hidesInput: true})
  }

  /** Saves an image to an archive, for `load`. */
  async save(reference: string, archive: string): Promise<void> {
    await this.#client.ask(['save', '--output', archive, reference], 600_000)
  }

  /** Loads an archive made by `docker save`; resolves with its image references. */
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

  /** Creates a bridge network; resolves with this machine's address on it. */
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

  /** Parses the output of a docker call, or of a program in a container. */
  read<Value>(printed: string, read: (printed: string) => Value): Value {
    return readPrinted({name: 'docker', file: this.file}, printed, read)
  }

  #readLines<Line>(lines: readonly string[], read: (line: string) => Line): Line[] {
    return lines.map((line) => this.read(line, read))
  }

  /** The first line of the formatted image; undefined if Docker does not have it. */
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
