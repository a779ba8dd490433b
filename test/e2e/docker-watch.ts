import {spawn, type ChildProcess} from 'node:child_process'

import {docker, lines} from './docker.js'

interface DockerEvent {
  readonly Type: string
  readonly Action: string
  readonly Actor: {readonly ID: string; readonly Attributes: Readonly<Record<string, string>>}
}

/**
 * Follows the events of Docker to find out what a cluster leaves behind: an anonymous volume has no recognisable name,
 * but Docker reports which container mounted it. Other clusters may come and go meanwhile.
 */
export class DockerWatch {
  readonly #child: ChildProcess
  readonly #volumes = new Map<string, Set<string>>()
  readonly #containers = new Map<string, string>()

  constructor() {
    const since = String(Math.floor(Date.now() / 1_000))
    const filters = ['container', 'volume'].flatMap((type) => ['--filter', `type=${type}`])
    const args = ['events', '--since', since, ...filters, '--format', '{{json .}}']
    this.#child = spawn('docker', args, {stdio: ['ignore', 'pipe', 'inherit']})
    let rest = ''
    this.#child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      const whole = (rest + part).split('\n')
      rest = whole.pop() ?? ''
      for (const line of whole) this.#note(JSON.parse(line) as DockerEvent)
    })
  }

  /** The existing containers, networks and volumes of a cluster, by name and by the containers that mounted them. */
  remains(cluster: string): string[] {
    const ours = (name: string) => name.includes(cluster)
    const mounted = [...this.#volumes].filter(([, by]) => [...by].some((id) => ours(this.#containers.get(id) ?? '')))
    const volumes = new Set(mounted.map(([name]) => name))
    const list = (...args: string[]) => lines(docker(...args))
    return [
      ...list('ps', '--all', '--format', '{{.Names}}').filter(ours),
      ...list('network', 'ls', '--format', '{{.Name}}').filter(ours),
      ...list('volume', 'ls', '--format', '{{.Name}}').filter((name) => ours(name) || volumes.has(name)),
    ]
  }

  /** The number of anonymous volumes that the cluster has mounted so far: 0 would mean that the watch does not work. */
  anonymousVolumes(cluster: string): number {
    const ours = [...this.#volumes].filter(([, by]) =>
      [...by].some((id) => this.#containers.get(id)?.includes(cluster)),
    )
    return ours.filter(([name]) => /^[0-9a-f]{64}$/.test(name)).length
  }

  stop(): void {
    this.#child.kill()
  }

  #note({Type, Action, Actor: {ID, Attributes}}: DockerEvent): void {
    if (Type === 'container' && Attributes['name']) this.#containers.set(ID, Attributes['name'])
    const by = Attributes['container']
    if (Type === 'volume' && Action === 'mount' && by) {
      const mounts = this.#volumes.get(ID) ?? new Set()
      this.#volumes.set(ID, mounts.add(by))
    }
  }
}
