import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {parseYaml} from '@rde/config'
import {recordedCall, recordedScene} from '@rde/process-runner/testing'

import {FakeTools} from './fake-tools.js'
import {freePorts} from './free-ports.js'
import {onTerminal, type TerminalEnd, type TerminalOptions} from './on-terminal.js'
import {bin, runRde, startRde, type Ended, type RunOptions, type Started} from './rde-process.js'

/** The images that Docker must have for a cluster, so that no registry is contacted. */
const ofCluster = [
  'rancher/k3s:v1.33.4-k3s1',
  'registry:2',
  'ghcr.io/k3d-io/k3d-tools:5.9.0',
  'ghcr.io/k3d-io/k3d-proxy:5.9.0',
]

/** The user's kubeconfig, with a context named as k3d would name ours, and a comment that any rewriting would lose. */
const ownKubeconfig = `# mine: do not lose this line
apiVersion: v1
kind: Config
current-context: k3d-rde-test-acc
contexts:
  - {name: k3d-rde-test-acc, context: {cluster: prod, user: me}} # not a k3d cluster at all
clusters:
  - {name: prod, cluster: {server: "https://prod.example"}}
users:
  - {name: me, user: {token: of-the-user}}
`

/** The machine of a test: a home with a kubeconfig, fake tools that answer with recordings, and rde. */
export class CliHarness {
  readonly tools = new FakeTools(['docker', 'k3d', 'kubectl'])
  readonly home = mkdtempSync(join(tmpdir(), 'rde-cli-'))
  readonly folder = join(this.home, '.local/share/rde/clusters/rde-test-acc')
  readonly #own = join(this.home, '.kube/config')

  constructor() {
    const defaults = join(this.home, '.config/rde/defaults.json')
    for (const path of [this.#own, defaults]) mkdirSync(dirname(path), {recursive: true})
    writeFileSync(this.#own, ownKubeconfig)
    writeFileSync(defaults, '{"stack": {"profile": "bare"}}')
    writeFileSync(join(this.home, '.config/rde/cluster'), 'rde-test-acc\n')
    this.#playMachine()
  }

  play(...names: readonly string[]): this {
    this.tools.play(...names)
    return this
  }

  /** Every call of a scene that was recorded whole. */
  playScene(scene: string): this {
    return this.play(...recordedScene(scene))
  }

  /** A whole start without a cluster. The ports in k3d's input depend on what is free here, so it is not checked. */
  playCreate(): this {
    const {args, stdout, stderr} = recordedCall('k3d create.cluster-create')
    this.tools.on('k3d', args, {stdout, stderr})
    const absent = [
      'docker absent.ps',
      'docker absent.network-ls',
      'docker absent.volume-ls',
      'docker absent.volume-ls',
    ]
    return this.play(...absent, 'k3d create.kubeconfig-get').playReady()
  }

  /** A whole start of a healthy cluster. */
  playHealthy(): this {
    return this.knows().play('docker running.ps', 'kubectl running.get', 'docker running.inspect')
  }

  /** The calls of the phase nodes-ready on a cluster that became healthy. */
  playReady(scene = 'running'): this {
    return this.play(`kubectl ${scene}.get`, `docker ${scene}.ps`, `docker ${scene}.inspect`)
  }

  /** Writes a config.json of the recorded cluster. */
  knows(change: (config: Record<string, unknown>) => object = (config) => config): this {
    const {kubeAPI, registries, ports} = JSON.parse(recordedCall('k3d create.cluster-create').stdin ?? '')
    const cluster = {
      apiPort: Number(kubeAPI.hostPort),
      registryPort: Number(registries.create.hostPort),
      httpPort: Number(ports[0].port.split(':')[1]),
    }
    const kubeconfig = parseYaml(recordedCall('k3d create.kubeconfig-get').stdout)
    this.write('config.json', JSON.stringify(change({version: 1, cluster, kubeconfig, stack: {profile: 'bare'}})))
    return this
  }

  /** Chooses free ports for a cluster that does not exist yet. */
  async choosePorts(): Promise<this> {
    const cluster = await freePorts()
    writeFileSync(join(this.home, '.config/rde/defaults.json'), JSON.stringify({stack: {profile: 'bare'}, cluster}))
    return this
  }

  /** A file in the cluster's folder. */
  write(name: string, text: string): void {
    mkdirSync(this.folder, {recursive: true, mode: 0o700})
    writeFileSync(join(this.folder, name), text, {mode: 0o600})
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8')
  }

  /** The holder of the cluster's lock, according to its file. */
  get lockHolder(): string | undefined {
    const path = `${this.folder}.lock`
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    return text.includes('pid') ? text : undefined
  }

  rde(...args: readonly string[]): Promise<Ended> {
    return runRde(args, this.options)
  }

  /** Like `rde`, with more variables, and with the programs of this machine after the fake tools on PATH. */
  rdeWith({env, path}: {env?: Record<string, string>; path?: string}, ...args: readonly string[]): Promise<Ended> {
    const {options} = this
    const places = [options.path, ...(path === undefined ? [] : [path])].join(':')
    return runRde(args, {...options, path: places, env: {...options.env, ...env}})
  }

  start(...args: readonly string[]): Started {
    return startRde(args, this.options)
  }

  /** Like `rde`, on a pseudo-terminal. */
  onTerminal(args: readonly string[], more: TerminalOptions = {}): TerminalEnd {
    const {env, ...options} = this.options
    return onTerminal([process.execPath, bin, ...args], {...options, ...more, env: {...env, ...more.env}})
  }

  get options(): RunOptions & {home: string; path: string; env: Record<string, string>} {
    return {home: this.home, path: this.tools.bin, env: {}}
  }

  /** Whether the user's kubeconfig is unchanged, byte for byte. */
  get leftKubeconfigAlone(): boolean {
    return readFileSync(this.#own, 'utf8') === ownKubeconfig
  }

  /** For the end of every test: checks that no unexpected tool was called and the user's kubeconfig is unchanged. */
  assertFinished(): void {
    this.tools.assertFinished()
    if (!this.leftKubeconfigAlone) throw new Error("the user's kubeconfig was changed")
  }

  remove(): void {
    this.tools.remove()
    rmSync(this.home, {recursive: true, force: true})
  }

  /** The calls about the machine that every command may make any number of times. */
  #playMachine(): void {
    const versions = ['docker machine.version', 'k3d machine.version', 'kubectl machine.version']
    this.tools.playAlways(...versions, 'docker machine.context-inspect', 'docker machine.info')
    // The images for a cluster are in Docker.
    const images = ofCluster.map((name) => `${name} sha256:${'1'.repeat(64)}\n`)
    this.tools.always('docker', /^images --no-trunc /, {stdout: images.join('')})
    // No leftovers of runs without a cluster.
    for (const words of [/^ps .*--filter label=rde\.local-run/, /^network ls --filter label=rde\.local-run/])
      this.tools.always('docker', words, {})
    // No installed parts of a stack.
    this.tools.playAlways('kubectl paused.get-2', 'kubectl stack.nothing-kept')
  }
}
