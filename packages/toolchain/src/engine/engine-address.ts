/** Whether an address is certainly on this machine. A localhost address may be a tunnel to a remote engine. */
export function isLocalAddress(address: string): boolean {
  return /^(unix|npipe|fd):/.test(address)
}

/** The path of a socket; undefined for other addresses. */
export function socketPath(address: string): string | undefined {
  return address.startsWith('unix://') ? address.slice('unix://'.length) : undefined
}

/** The address in the output of `docker context inspect`: DOCKER_HOST if it is set, otherwise the current context. */
export function addressOfContext(printed: string): string {
  const [context] = JSON.parse(printed) as Array<{Endpoints?: {docker?: {Host?: string}}}>
  return context?.Endpoints?.docker?.Host ?? ''
}

/** The commands that start and restart the engine at an address. */
export interface EngineCommands {
  readonly start: string
  readonly restart: string
}

const system: EngineCommands = {start: 'sudo systemctl start docker', restart: 'sudo systemctl restart docker'}
const desktop: EngineCommands = {start: 'docker desktop start', restart: 'docker desktop restart'}

/** Products that are recognised by the folder of their socket. */
const products: readonly (EngineCommands & {readonly folder: string})[] = [
  {folder: '/.colima/', start: 'colima start', restart: 'colima restart'},
  {folder: '/.orbstack/', start: 'orb start', restart: 'orb restart docker'},
  {folder: '/.rd/', start: 'rdctl start', restart: 'rdctl shutdown && rdctl start'},
  {folder: '/.docker/', ...desktop},
  {folder: '/run/user/', start: 'systemctl --user start docker', restart: 'systemctl --user restart docker'},
]

export function engineCommands(address: string, platform: NodeJS.Platform): EngineCommands {
  return products.find(({folder}) => address.includes(folder)) ?? (platform === 'linux' ? system : desktop)
}
