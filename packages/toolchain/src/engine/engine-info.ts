/** The part of `docker info` that rde uses. */
export interface EngineInfo {
  /** `20.10.24+dfsg1` */
  readonly serverVersion: string
  readonly operatingSystem: string
  /** Bytes. */
  readonly memory: number
  /** Where the engine keeps images and volumes, in its own file system, which may be a virtual machine's. */
  readonly dataFolder: string
  /** 1 or 2. */
  readonly cgroupVersion: string
  readonly cgroupDriver: string
  /** Cgroup controllers that the kernel does not have: `memory`, `cpu`, `pids`. */
  readonly missingControllers: readonly string[]
  /** Whether the kernel forwards packets between networks. */
  readonly forwardsPackets: boolean
  /** `overlay2`, or `overlayfs` for containerd's own image store. */
  readonly storageDriver: string
  /** The platform of its containers, in the notation of images: `linux/amd64`. */
  readonly platform: string
  /** `name=rootless`, `name=userns` … */
  readonly securityOptions: readonly string[]
  /** The engine's current time. */
  readonly systemTime: Date | undefined
  /** The proxies that the engine uses to pull images. */
  readonly proxy: {readonly http: string; readonly https: string; readonly none: string}
  /** The address pools of networks; undefined: Docker's defaults. */
  readonly addressPools: readonly AddressPool[] | undefined
}

export interface AddressPool {
  /** `172.20.0.0/16` */
  readonly base: string
  /** The length of the prefix of each network in it. */
  readonly size: number
}

/** Parses the output of `docker info --format '{{json .}}'`. Docker 20.10 reports a failure in it, with exit code 0. */
export function parseEngineInfo(printed: string): EngineInfo | {readonly failure: string} {
  const {ServerErrors: errors = [], ...info} = JSON.parse(printed) as Partial<Printed>
  if (errors && errors.length > 0) return {failure: errors.join('\n')}
  return {
    serverVersion: info.ServerVersion ?? '',
    operatingSystem: info.OperatingSystem ?? '',
    memory: info.MemTotal ?? 0,
    dataFolder: info.DockerRootDir ?? '',
    cgroupVersion: info.CgroupVersion ?? '1',
    cgroupDriver: info.CgroupDriver ?? '',
    missingControllers: [
      ...(info.MemoryLimit === false ? ['memory'] : []),
      ...(info.CpuCfsQuota === false ? ['cpu'] : []),
      ...(info.PidsLimit === false ? ['pids'] : []),
    ],
    forwardsPackets: info.IPv4Forwarding !== false,
    storageDriver: info.Driver ?? '',
    platform: `${info.OSType ?? 'linux'}/${architectures[info.Architecture ?? ''] ?? info.Architecture ?? ''}`,
    securityOptions: info.SecurityOptions ?? [],
    systemTime: info.SystemTime === undefined ? undefined : new Date(info.SystemTime),
    proxy: {http: info.HttpProxy ?? '', https: info.HttpsProxy ?? '', none: info.NoProxy ?? ''},
    addressPools: info.DefaultAddressPools?.map(({Base, Size}) => ({base: Base, size: Size})),
  }
}

/** Maps the kernel's architecture names to those of images. */
const architectures: Readonly<Record<string, string>> = {x86_64: 'amd64', aarch64: 'arm64'}

interface Printed {
  ServerErrors: string[] | null
  ServerVersion: string
  OperatingSystem: string
  MemTotal: number
  DockerRootDir: string
  CgroupVersion: string
  CgroupDriver: string
  MemoryLimit: boolean
  CpuCfsQuota: boolean
  PidsLimit: boolean
  IPv4Forwarding: boolean
  Driver: string
  OSType: string
  Architecture: string
  SecurityOptions: string[] | null
  SystemTime: string
  HttpProxy: string
  HttpsProxy: string
  NoProxy: string
  DefaultAddressPools: {Base: string; Size: number}[] | null
}
