import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {parseYaml} from '@rde/config'
import {recordedCall, recordedScene} from '@rde/process-runner/testing'

import {FakeTools} from './fake-tools.js'
import {freePorts} from './free-ports.js'
import {onTerminal, type TerminalEnd, type TerminalOptions} from './on-terminal.js'
import {bin, runRde, startRde, type Ended, type RunOptions, type Started} from './rde-process.js'

/** What Docker must have for a cluster, so that no registry is asked. */
const ofCluster = [
  'rancher/k3s:v1.33.4-k3s1',
  'registry:2',
  'ghcr.io/k3d-io/k3d-tools:5.9.0',
  'ghcr.io/k3d-io/k3d-proxy:5.9.0',
]

/** The user's own, with a context of the name that k3d would give to ours, and a comment that any rewriting would lose. */
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

/** The machine on which a test plays: a home with a kubeconfig, fake tools that answer with recordings, and rde. */
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

  /** A whole start where there is nothing. Which ports k3d is told depends on what is free here, so its input is not checked. */
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

  /** A whole start of a cluster that is healthy. */
  playHealthy(): this {
    return this.knows().play('docker running.ps', 'kubectl running.get', 'docker running.inspect')
  }

  /** What the phase nodes-ready asks of a cluster that became healthy. */
  playReady(scene = 'running'): this {
    return this.play(`kubectl ${scene}.get`, `docker ${scene}.ps`, `docker ${scene}.inspect`)
  }

  /** A config.json that knows the recorded cluster. */
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

  /** Lets a cluster that is not there yet have ports that no program of this machine has now. */
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

  /** Who holds the cluster's lock, as its file says. */
  get lockHolder(): string | undefined {
    const path = `${this.folder}.lock`
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    return text.includes('pid') ? text : undefined
  }

  rde(...args: readonly string[]): Promise<Ended> {
    return runRde(args, this.options)
  }

  /** With further variables, and with the programs of this machine behind the fake tools. */
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

  /** Whether the kubeconfig of the user is, byte for byte, what it was. */
  get leftKubeconfigAlone(): boolean {
    return readFileSync(this.#own, 'utf8') === ownKubeconfig
  }

  /** The end of every test: no tool was called that should not have been, and the user's kubeconfig is as it was. */
  assertFinished(): void {
    this.tools.assertFinished()
    if (!this.leftKubeconfigAlone) throw new Error("the user's kubeconfig was changed")
  }

  remove(): void {
    this.tools.remove()
    rmSync(this.home, {recursive: true, force: true})
  }

  /** What every command may ask of the machine, as often as it likes. The version of a fake, a script, is asked each time. */
  #playMachine(): void {
    const versions = ['docker machine.version', 'k3d machine.version', 'kubectl machine.version']
    this.tools.playAlways(...versions, 'docker machine.context-inspect', 'docker machine.info')
    // What a cluster is made from, as Docker has it.
    const images = ofCluster.map((name) => `${name} sha256:${'1'.repeat(64)}\n`)
    this.tools.always('docker', /^images --no-trunc /, {stdout: images.join('')})
    // What runs without a cluster left: nothing.
    for (const words of [/^ps .*--filter label=rde\.local-run/, /^network ls --filter label=rde\.local-run/])
      this.tools.always('docker', words, {})
    // Which parts of a stack were installed: none.
    this.tools.playAlways('kubectl paused.get-2', 'kubectl stack.nothing-kept')
  }
}
