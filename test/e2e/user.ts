import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'

import {expect} from 'chai'

import {
  bin,
  runProgram,
  runRde,
  startRde,
  type Ended,
  type RunOptions,
  type Started,
} from '../acceptance/rde-process.js'
import {homePrefix, removeLeftovers} from './docker.js'

const longest = 15 * 60_000

/**
 * A user of rde in a test: with its own home and temporary folder, a kubeconfig that rde must never touch, and empty
 * clusters.
 */
export class User {
  readonly home = mkdtempSync(join(tmpdir(), homePrefix()))
  readonly temporary = mkdtempSync(join(tmpdir(), 'rde-e2e-tmp-'))
  readonly kubeconfig = join(this.home, '.kube/config')
  readonly folder: string

  /** `cluster`: a name that starts with `rde-test-`. `within`: the words of a command that runs another one elsewhere. */
  constructor(
    readonly cluster: string,
    private readonly within: readonly string[] = [],
  ) {
    removeLeftovers(cluster)
    this.folder = join(this.home, '.local/share/rde/clusters', cluster)
    mkdirSync(join(this.home, '.kube'))
    writeFileSync(this.kubeconfig, ownKubeconfig(cluster), {mode: 0o600})
    mkdirSync(join(this.home, '.config/rde'), {recursive: true})
    writeFileSync(join(this.home, '.config/rde/defaults.json'), '{"stack": {"profile": "bare"}}\n')
    // As after `rde cluster use`, so that rde prints no cluster names.
    writeFileSync(join(this.home, '.config/rde/cluster'), `${cluster}\n`)
  }

  get lockFile(): string {
    return `${this.folder}.lock`
  }

  get configFile(): string {
    return join(this.folder, 'config.json')
  }

  /** Runs rde to its end. */
  rde(...args: readonly string[]): Promise<Ended> {
    return this.rdeWith({}, ...args)
  }

  /** Runs rde, which must succeed; resolves with its output. */
  async succeeds(...args: readonly string[]): Promise<string> {
    const {stdout, stderr, exitCode} = await this.rde(...args)
    expect(exitCode, `rde ${args.join(' ')}\n${stdout}${stderr}`).to.equal(0)
    return stdout
  }

  /** Runs rde with this standard input. */
  rdeWithInput(input: string | Uint8Array, ...args: readonly string[]): Promise<Ended> {
    return runRde(args, {...this.#options({}), input})
  }

  rdeWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
    const [program = process.execPath, ...words] = [...this.within, process.execPath, bin, ...args]
    return runProgram(program, words, this.#options(env))
  }

  /** Starts rde in a new process group. */
  start(...args: readonly string[]): Started {
    return this.startWith({}, ...args)
  }

  startWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): Started {
    return startRde(args, {...this.#options(env), ownGroup: true})
  }

  /** The one JSON document that rde printed. */
  async json<Shape>(...args: readonly string[]): Promise<Shape> {
    return JSON.parse((await this.rde(...args, '--json')).stdout) as Shape
  }

  /** Every file in the home and the temporary folder, with the hash of its content. */
  files(): string[] {
    return [...filesIn(this.home, this.home), ...filesIn(this.temporary, this.temporary)].filter((file) => !stays(file))
  }

  remove(): void {
    for (const folder of [this.home, this.temporary]) rmSync(folder, {recursive: true, force: true})
  }

  /** The environment of this user's processes, besides home and path. */
  get env(): Readonly<Record<string, string>> {
    return {TMPDIR: this.temporary, KUBECONFIG: this.kubeconfig}
  }

  #options(env: Readonly<Record<string, string>>): RunOptions {
    return {home: this.home, path: process.env['PATH'] ?? '', timeoutMs: longest, env: {...this.env, ...env}}
  }
}

/** Files that are kept after a cluster by design: the caches of rde, and the lock next to the folder of the cluster. */
function stays(file: string): boolean {
  return file.startsWith('.cache/rde/') || /^\.local\/share\/rde\/clusters\/[^/]+\.lock /.test(file)
}

function filesIn(folder: string, top: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path, top)
    const content = entry.isFile() ? readFileSync(path) : readlinkSync(path)
    return `${relative(top, path)} ${createHash('sha256').update(content).digest('hex')}`
  })
}

/** A realistic kubeconfig: with comments, a current context, and a context named like one of k3d. */
function ownKubeconfig(cluster: string): string {
  return `# my clusters; do not touch
apiVersion: v1
kind: Config
current-context: k3d-${cluster}   # the one I am working on
clusters:
  - name: k3d-${cluster}
    cluster: {server: "https://192.0.2.1:6443"}
  - name: work
    cluster: {server: "https://192.0.2.2:6443"}
contexts:
  - {name: k3d-${cluster}, context: {cluster: k3d-${cluster}, user: admin@k3d-${cluster}}}
  - {name: work, context: {cluster: work, user: admin@k3d-${cluster}}}
users:
  - name: admin@k3d-${cluster}
    user: {token: mine}
`
}
