export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

export interface Container {
  readonly name: string
  readonly state: ContainerState
  readonly image: string
  /** As Docker prints it: `Up 3 seconds`, `Exited (137) 2 minutes ago`. */
  readonly status: string
  /** Only labels in `askedLabels`. */
  readonly labels: Readonly<Record<string, string>>
  /** Names of the mounted volumes, including anonymous ones. */
  readonly volumes: readonly string[]
  /** As Docker prints them: `127.0.0.1:6111->6443/tcp`. */
  readonly ports: readonly string[]
}

/** When a container was last started, and its exit code. */
export interface LastRun {
  readonly startedAt: Date
  readonly exitCode: number
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

/** The node label with the owner of the cluster (cluster-owner.ts). */
export const ownerLabel = 'rde.relay.sh/owner'

/** The node label with the hash of its proxy (proxies/node-proxy.ts). */
export const proxyLabel = 'rde.relay.sh/proxy'

/** The labels that rde reads. Others are not requested: one of k3d's labels is the cluster's token. */
const askedLabels = [
  'k3d.cluster',
  'k3d.role',
  'k3d.server.api.port',
  'k3s.registry.port.external',
  ownerLabel,
  proxyLabel,
]

/** The output format of `docker ps` for `readContainer`. */
export const containerFormat = `{${[
  ...['Names', 'State', 'Image', 'Status', 'Mounts', 'Ports'].map((field) => `"${field}":{{json .${field}}}`),
  `"Labels":{${askedLabels.map((label) => `"${label}":{{json (.Label "${label}")}}`).join(',')}}`,
].join(',')}}`

export function readContainer(line: string): Container {
  const {Names, State, Image, Status, Labels, Mounts, Ports} = JSON.parse(line) as ListedContainer
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

/** The output format of `docker inspect` for `readLastRun`. */
export const lastRunFormat = '{{.Name}} {{.State.StartedAt}} {{.State.ExitCode}}'

export function readLastRun(line: string): [name: string, LastRun] {
  const [name, at, code] = line.replace(/^\//, '').split(' ') as [string, string, string]
  return [name, {startedAt: new Date(at), exitCode: Number(code)}]
}

/** The output format of `docker inspect` for `readCreated`. */
export const createdFormat = '{{.Name}} {{.Created}}'

export function readCreated(line: string): [name: string, Date] {
  const [name, at] = line.replace(/^\//, '').split(' ') as [string, string]
  return [name, new Date(at)]
}
