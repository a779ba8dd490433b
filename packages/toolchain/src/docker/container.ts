export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

export interface Container {
  readonly name: string
  readonly state: ContainerState
  readonly image: string
  /** Docker's own words: `Up 3 seconds`, `Exited (137) 2 minutes ago`. */
  readonly status: string
  /** Those that rde asks for and it has. */
  readonly labels: Readonly<Record<string, string>>
  /** Names of the volumes it mounts, the anonymous ones included. */
  readonly volumes: readonly string[]
  /** As Docker prints them: `127.0.0.1:6111->6443/tcp`. */
  readonly ports: readonly string[]
}

/** When a container's program was last started, and the code it ended with. */
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

/** The label of a node that says who created its cluster (cluster-owner.ts). */
export const ownerLabel = 'rde.relay.sh/owner'

/** The label of a node that tells which proxy it was made with (proxies/node-proxy.ts). */
export const proxyLabel = 'rde.relay.sh/proxy'

/** What labels tell that rde wants to know. k3d's others are not asked for: one of them is the cluster's token. */
const askedLabels = [
  'k3d.cluster',
  'k3d.role',
  'k3d.server.api.port',
  'k3s.registry.port.external',
  ownerLabel,
  proxyLabel,
]

/** What `docker ps` is to print of a container, for `readContainer`. */
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

/** What `docker inspect` is to print of a container, for `readLastRun`. */
export const lastRunFormat = '{{.Name}} {{.State.StartedAt}} {{.State.ExitCode}}'

export function readLastRun(line: string): [name: string, LastRun] {
  const [name, at, code] = line.replace(/^\//, '').split(' ') as [string, string, string]
  return [name, {startedAt: new Date(at), exitCode: Number(code)}]
}

/** What `docker inspect` is to print of a container, for `readCreated`. */
export const createdFormat = '{{.Name}} {{.Created}}'

export function readCreated(line: string): [name: string, Date] {
  const [name, at] = line.replace(/^\//, '').split(' ') as [string, string]
  return [name, new Date(at)]
}
