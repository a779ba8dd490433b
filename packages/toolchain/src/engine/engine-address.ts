/** Whether an engine's address can only be that of this machine. A tunnel to localhost cannot be told from the far end. */
export function isLocalAddress(address: string): boolean {
  return /^(unix|npipe|fd):/.test(address)
}

/** The file of a socket; undefined for an address of another kind. */
export function socketPath(address: string): string | undefined {
  return address.startsWith('unix://') ? address.slice('unix://'.length) : undefined
}

/** The address in what `docker context inspect` printed: that of DOCKER_HOST where it is set, else of the current context. */
export function addressOfContext(printed: string): string {
  const [context] = JSON.parse(printed) as Array<{Endpoints?: {docker?: {Host?: string}}}>
  return context?.Endpoints?.docker?.Host ?? ''
}

/** The commands that start and restart the engine behind an address. */
export interface EngineCommands {
  readonly start: string
  readonly restart: string
}

const system: EngineCommands = {start: 'sudo systemctl start docker', restart: 'sudo systemctl restart docker'}
const desktop: EngineCommands = {start: 'docker desktop start', restart: 'docker desktop restart'}

/** The products that can be told by the folder of their socket. */
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
