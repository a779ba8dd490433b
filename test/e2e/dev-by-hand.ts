import {spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {bin} from '../acceptance/rde-process.js'
import {docker} from './docker.js'
import type {User} from './user.js'

const image = 'relay-operator:by-hand'
const deployment = 'deployment/relay-core-v1-operator'

/** One line in a checkout of relay-core that can be changed and restored. */
export class ChangedLine {
  readonly #file: string
  readonly #text: string

  constructor(source: string) {
    this.#file = join(source, 'cmd/relay-operator/main.go')
    this.#text = readFileSync(this.#file, 'utf8')
  }

  save(mark: string): void {
    writeFileSync(this.#file, this.#text.replace('Error parsing flags', `Error parsing flags ${mark}`))
  }

  restore(): void {
    writeFileSync(this.#file, this.#text)
  }
}

/** A round of `rde services dev relay-operator --run FILE`, with the commands of an experienced user. */
export class DevByHand {
  readonly #env: NodeJS.ProcessEnv
  #image = ''

  constructor(
    private readonly user: User,
    private readonly source: string,
    private readonly workflow: string,
  ) {
    const own = {HOME: user.home, TMPDIR: user.temporary, RDE_CLUSTER: user.cluster}
    this.#env = {...buildEnvironment(), ...own, KUBECONFIG: join(user.folder, 'kubeconfig.yaml')}
  }

  /** Makes the operator run an image whose name nothing else changes. */
  prepare(): void {
    const path = '{.spec.operator.image}'
    this.#image = this.#kubectl('get', 'relaycores.install.relay.sh', 'relay-core-v1', `--output=jsonpath=${path}`)
    docker('tag', 'relay-operator:local', image)
    this.#run('k3d', 'image', 'import', image, '--cluster', this.user.cluster)
    this.#use(image)
  }

  /** From a saved line to the end of a run on it: the end of each part, in seconds. */
  round(): Record<'build' | 'import' | 'ready' | 'run', number> {
    const begin = performance.now()
    const lap = () => (performance.now() - begin) / 1_000
    this.#run('go', 'run', 'github.com/google/ko', 'build', '--local', '--base-import-paths', './cmd/relay-operator')
    const build = lap()
    docker('tag', 'ko.local/relay-operator:latest', image)
    this.#run('k3d', 'image', 'import', image, '--cluster', this.user.cluster)
    const imported = lap()
    this.#kubectl('rollout', 'restart', deployment)
    this.#kubectl('rollout', 'status', deployment)
    const ready = lap()
    this.#run(process.execPath, bin, 'workflow', 'run', this.workflow, '--follow')
    return {build, import: imported, ready, run: lap()}
  }

  /** Restores the previous image. */
  cleanUp(): void {
    this.#use(this.#image)
    spawnSync('docker', ['image', 'rm', image])
  }

  #use(reference: string): void {
    const patch = JSON.stringify({spec: {operator: {image: reference}}})
    this.#kubectl('patch', 'relaycores.install.relay.sh', 'relay-core-v1', '--type=merge', `--patch=${patch}`)
    const names = `--for=jsonpath={.spec.template.spec.containers[0].image}=${reference}`
    this.#kubectl('wait', deployment, names, '--timeout=120s')
    this.#kubectl('rollout', 'status', deployment)
  }

  #kubectl(...args: readonly string[]): string {
    return this.#run('kubectl', '--namespace', 'relay-system', ...args)
  }

  #run(file: string, ...args: readonly string[]): string {
    const options = {cwd: this.source, env: this.#env, encoding: 'utf8', maxBuffer: 2 ** 28} as const
    const {status, stdout, stderr} = spawnSync(file, args, options)
    if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stderr}`)
    return stdout.trim()
  }
}

/** The build environment of a developer, for a user of rde with another home: keeps the caches of Go. */
export function buildEnvironment(): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !/^(RDE_|(HOME|TMPDIR|KUBECONFIG)$)/.test(name))
  const caches = ['GOPATH', 'GOCACHE', 'GOMODCACHE']
  const values = spawnSync('go', ['env', ...caches], {encoding: 'utf8'}).stdout.split('\n')
  return Object.fromEntries([...own, ...caches.map((name, index) => [name, values[index] ?? ''])]) as Record<
    string,
    string
  >
}
