import {isRdeError, RdeError} from '@rde/errors'
import {isProcessError, type ProcessRunner} from '@rde/process-runner'

import {parseEngineInfo, type EngineInfo} from './engine/engine-info.js'

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

export interface Container {
  readonly name: string
  readonly state: ContainerState
  readonly image: string
  /** Docker's own words: `Up 3 seconds`, `Exited (137) 2 minutes ago`. */
  readonly status: string
  /** Those of `askedLabels` that it has. */
  readonly labels: Readonly<Record<string, string>>
  /** Names of the volumes it mounts, the anonymous ones included. */
  readonly volumes: readonly string[]
  /** As Docker prints them: `127.0.0.1:6111->6443/tcp`. */
  readonly ports: readonly string[]
}

export interface LocalImage {
  readonly reference: string
  /** Of the configuration in Docker's classic image store, of the manifest or the index in the containerd store. */
  readonly id: string
  /** Bytes, unpacked; as they travel in the containerd store. */
  readonly size: number
  /** `linux/amd64` */
  readonly platform: string
}

/**
 * One layer of a push. The classic image store tells of the newest first; the containerd store in no order, and may tell of
 * other blobs than layers.
 */
export interface PushedLayer {
  /** Twelve digits: the beginning of the blob's digest in the containerd store, a name of Docker's own in the classic one. */
  readonly id: string
  /** False where the registry had it, in this repository or another one. */
  readonly sent: boolean
}

export interface PlatformManifest {
  /** `linux/amd64` */
  readonly platform: string
  readonly digest: string
}

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
}

interface ListedContainer {
  readonly Names: string
  readonly State: ContainerState
  readonly Image: string
  readonly Status: string
  readonly Labels: Readonly<Record<string, string>>
  readonly Mounts: string
  readonly Ports: string
}

const askMs = 20_000

/** What k3d's labels tell that rde wants to know. The others are not asked for: one of them is the cluster's token. */
const askedLabels = ['k3d.cluster', 'k3d.role', 'k3d.server.api.port', 'k3s.registry.port.external']

const listFormat = `{${[
  ...['Names', 'State', 'Image', 'Status', 'Mounts', 'Ports'].map((field) => `"${field}":{{json .${field}}}`),
  `"Labels":{${askedLabels.map((label) => `"${label}":{{json (.Label "${label}")}}`).join(',')}}`,
].join(',')}}`

/** What rde needs of Docker beside k3d, and nothing more. */
export class Docker {
  constructor(
    private readonly runner: ProcessRunner,
    private readonly file = 'docker',
  ) {}

  /** Every container, stopped ones too, that matches one filter of `docker ps` (`label=k3d.cluster=rde`). */
  async containers(filter: string): Promise<Container[]> {
    const listed = await this.#lines(['ps', '--all', '--no-trunc', '--filter', filter, '--format', listFormat])
    return listed.map((line) => toContainer(JSON.parse(line) as ListedContainer))
  }

  /** Which of these networks exist. */
  async networks(names: readonly string[]): Promise<string[]> {
    const listed = await this.#lines(['network', 'ls', '--format', '{{.Name}}'])
    return listed.filter((name) => names.includes(name))
  }

  /** The names of the networks that match one filter of `docker network ls` (`label=rde.local-run`). */
  async networksWith(filter: string): Promise<string[]> {
    return await this.#lines(['network', 'ls', '--filter', filter, '--format', '{{.Name}}'])
  }

  /** Makes a bridge network; resolves with the address that this machine has on it. */
  async createNetwork(name: string, label: string): Promise<string> {
    await this.#ask(['network', 'create', '--label', label, name], 60_000)
    const format = '{{range .IPAM.Config}}{{.Gateway}} {{end}}'
    const [gateways = ''] = await this.#lines(['network', 'inspect', '--format', format, name])
    const gateway = gateways.split(' ').find((address) => /^\d+(\.\d+){3}$/.test(address))
    if (gateway === undefined) throw new Error(`docker gave the network ${name} no gateway`)
    return gateway
  }

  /** Which of these volumes exist. */
  async volumes(names: readonly string[]): Promise<string[]> {
    const listed = await this.#lines(['volume', 'ls', '--format', '{{.Name}}'])
    return listed.filter((name) => names.includes(name))
  }

  /** When a container's program was last started, and the code it ended with. */
  async lastRun(names: readonly string[]): Promise<Map<string, {startedAt: Date; exitCode: number}>> {
    if (names.length === 0) return new Map()
    const format = '{{.Name}} {{.State.StartedAt}} {{.State.ExitCode}}'
    const lines = await this.#lines(['inspect', '--type', 'container', '--format', format, ...names])
    const fields = lines.map((line) => line.replace(/^\//, '').split(' ') as [string, string, string])
    return new Map(fields.map(([name, at, code]) => [name, {startedAt: new Date(at), exitCode: Number(code)}]))
  }

  /** The last lines that a container printed. */
  async lastWords(name: string, lines = 10): Promise<string[]> {
    const {stdout, stderr} = await this.#ask(['logs', '--tail', String(lines), name])
    return `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '')
  }

  async start(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#ask(['start', ...names], 60_000)
  }

  async unpause(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#ask(['unpause', ...names])
  }

  /** Sends each its termination signal, and kills what has not ended after `seconds`. */
  async stop(names: readonly string[], seconds: number): Promise<void> {
    // -t, since its long name differs between versions of the client.
    if (names.length > 0) await this.#ask(['stop', '-t', String(seconds), ...names], (seconds + 30) * 1_000)
  }

  /** Removes containers with their anonymous volumes, running or not. */
  async remove(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#ask(['rm', '--force', '--volumes', ...names], 60_000)
  }

  async removeNetworks(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#ask(['network', 'rm', ...names], 60_000)
  }

  async removeVolumes(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#ask(['volume', 'rm', '--force', ...names], 60_000)
  }

  /** Starts a container in the background; `args` as `docker run` takes them. */
  async run(args: readonly string[]): Promise<void> {
    await this.#ask(['run', '--detach', ...args], 120_000)
  }

  /** The ids of all images that Docker has, by their names as it lists them (`familiarName`). One call. */
  async imageIds(): Promise<Map<string, string>> {
    const lines = await this.#lines(['images', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}'])
    return new Map(lines.map((line) => line.split(' ') as [string, string]))
  }

  /** One image; undefined if Docker has none of that name. */
  async image(reference: string): Promise<LocalImage | undefined> {
    const line = await this.#inspectImage(reference, '{{.Id}} {{.Size}} {{.Os}}/{{.Architecture}}')
    if (line === undefined) return undefined
    const [id = '', size = '0', platform = ''] = line.split(' ')
    return {reference, id, size: Number(size), platform}
  }

  /** What a container of this image runs unless told otherwise; undefined if Docker has none of that name. */
  async imageCommand(reference: string): Promise<{entrypoint: string[]; cmd: string[]} | undefined> {
    const printed = await this.#inspectImage(reference, '[{{json .Config.Entrypoint}},{{json .Config.Cmd}}]')
    if (printed === undefined) return undefined
    const [entrypoint, cmd] = JSON.parse(printed) as [string[] | null, string[] | null]
    return {entrypoint: entrypoint ?? [], cmd: cmd ?? []}
  }

  /**
   * The one manifest that containers of this engine run, where the image is an index: of several platforms, or of one with
   * BuildKit's attestations. Undefined where it is none, as in the classic image store always, and where Docker cannot tell.
   */
  async manifestInIndex(reference: string): Promise<PlatformManifest | undefined> {
    try {
      const whole = await this.#inspectImage(reference, '{{.Os}}/{{.Architecture}} {{json .Descriptor}}')
      const [platform = '', descriptor = 'null'] = whole?.split(' ') ?? []
      if (!isIndex(JSON.parse(descriptor) as Descriptor | null)) return undefined
      const ofPlatform = ['image', 'inspect', '--platform', platform, '--format', '{{json .Descriptor}}', reference]
      const [printed = 'null'] = await this.#lines(ofPlatform)
      const manifest = JSON.parse(printed) as Descriptor | null
      return manifest === null || isIndex(manifest) ? undefined : {platform, digest: manifest.digest}
    } catch (error) {
      // Clients and engines before 28.1 know no platform here.
      if (isProcessError(error) && error.failure === 'exit-code') return undefined
      throw error
    }
  }

  async tag(reference: string, as: string): Promise<void> {
    await this.#ask(['tag', reference, as])
  }

  /** Forgets a name; the image stays while it has another. */
  async untag(reference: string): Promise<void> {
    await this.#ask(['image', 'rm', '--no-prune', reference])
  }

  /** What the engine says of itself. */
  async info(): Promise<EngineInfo> {
    const info = parseEngineInfo((await this.#ask(['info', '--format', '{{json .}}'])).stdout)
    if ('failure' in info) throw silentEngine(info.failure)
    return info
  }

  /** Sends what the registry lacks, of an index one platform alone if that is given; resolves with the manifest's digest. */
  async push(reference: string, platform?: string): Promise<{digest: string; layers: readonly PushedLayer[]}> {
    const chosen = platform === undefined ? [] : ['--platform', platform]
    const {stdout} = await this.#ask(['push', ...chosen, reference], 600_000)
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1]
    if (digest === undefined) throw new Error(`docker push ${reference} did not say the digest`)
    const ids = [...stdout.matchAll(/^([0-9a-f]{12}): /gm)].map(([, id]) => id!)
    const sent = new Set([...stdout.matchAll(/^([0-9a-f]{12}): Pushed$/gm)].map(([, id]) => id))
    return {digest, layers: [...new Set(ids)].map((id) => ({id, sent: sent.has(id)}))}
  }

  /** Runs a program in a container; resolves with what it printed, and rejects where it failed. */
  async exec(container: string, command: readonly string[], timeoutMs = askMs): Promise<string> {
    return (await this.#ask(['exec', container, ...command], timeoutMs)).stdout
  }

  /** Whether the registry that the reference names has it and lets us have it. */
  async canPull(reference: string): Promise<boolean> {
    try {
      await this.#ask(['manifest', 'inspect', reference], 20_000)
      return true
    } catch (error) {
      if (isProcessError(error) && error.failure !== 'cancelled') return false
      if (isRdeError(error)) return false
      throw error
    }
  }

  /** Fetches an image with the user's own credentials; for the engine's own platform unless given. */
  async pull(reference: string, platform?: string): Promise<void> {
    const chosen = platform === undefined ? [] : ['--platform', platform]
    await this.#ask(['pull', '--quiet', ...chosen, reference], 600_000)
  }

  /** Takes in an archive made by `docker save`; resolves with the references it held. */
  async load(archive: string): Promise<string[]> {
    const {stdout} = await this.#ask(['load', '--input', archive], 600_000)
    return [...stdout.matchAll(/Loaded image: (\S+)/g)].map(([, reference]) => reference!)
  }

  /** The first line that the template prints of an image; undefined if Docker has none of that name. */
  async #inspectImage(reference: string, format: string): Promise<string | undefined> {
    try {
      const [line = ''] = await this.#lines(['image', 'inspect', '--format', format, reference])
      return line
    } catch (error) {
      if (isProcessError(error) && /no such (image|object)/i.test(error.stderr)) return undefined
      throw error
    }
  }

  async #lines(args: readonly string[]): Promise<string[]> {
    const {stdout} = await this.#ask(args)
    return stdout.split('\n').filter((line) => line !== '')
  }

  async #ask(args: readonly string[], timeoutMs = askMs) {
    try {
      return await this.runner.capture({file: this.file, args, timeoutMs})
    } catch (error) {
      throw unanswered(error, `docker ${args[0]} took longer than ${timeoutMs / 1_000} s`) ?? error
    }
  }
}

/** "Docker does not answer" is not "there is none": whoever asks must stop, not conclude (principle 3). */
function unanswered(error: unknown, tooLong: string): RdeError | undefined {
  if (!isProcessError(error)) return undefined
  const silent = error.failure === 'timed-out' || error.failure === 'not-started'
  const unreachable = /cannot connect to the docker daemon|error during connect|permission denied.*docker/i
  if (!silent && !unreachable.test(error.stderr)) return undefined
  // Not the error's message: it begins with a command line that the user neither typed nor can mend.
  const [said = error.message] = error.stderr.trim().split('\n').filter(Boolean).slice(-1)
  return silentEngine(error.failure === 'timed-out' ? tooLong : said)
}

function silentEngine(said: string): RdeError {
  return new RdeError(`Docker does not answer: ${said}`, {
    code: 'RDE_DOCKER_UNREACHABLE',
    exitCode: 3,
    remedies: [
      {what: 'Start it (Linux)', command: 'sudo systemctl start docker'},
      {what: 'See whether it answers', command: 'docker info'},
    ],
  })
}

function isIndex(descriptor: Descriptor | null): boolean {
  return /index|manifest\.list/.test(descriptor?.mediaType ?? '')
}

function toContainer({Names, State, Image, Status, Labels, Mounts, Ports}: ListedContainer): Container {
  return {
    name: Names,
    state: State,
    image: Image,
    status: Status,
    labels: Object.fromEntries(Object.entries(Labels).filter(([, value]) => value !== '')),
    volumes: Mounts.split(',').filter((mount) => mount !== '' && !mount.startsWith('/')),
    ports: Ports.split(', ').filter((port) => port !== ''),
  }
}
