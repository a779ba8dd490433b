/** What rde reads of `docker info`. */
export interface EngineInfo {
  /** `20.10.24+dfsg1` */
  readonly serverVersion: string
  readonly operatingSystem: string
  /** Bytes. */
  readonly memory: number
  /** Where the engine keeps images and volumes, in its own file system: on a virtual machine that is not the host's. */
  readonly dataFolder: string
  /** 1 or 2. */
  readonly cgroupVersion: string
  readonly cgroupDriver: string
  /** `overlay2`, or `overlayfs` for containerd's own image store. */
  readonly storageDriver: string
  /** What its containers are, as image names have it: `linux/amd64`. */
  readonly platform: string
}

/** Reads what `docker info --format '{{json .}}'` printed; a client of Docker 20.10 tells a failure in there, with exit code 0. */
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
    storageDriver: info.Driver ?? '',
    platform: `${info.OSType ?? 'linux'}/${architectures[info.Architecture ?? ''] ?? info.Architecture ?? ''}`,
  }
}

/** The kernel's names for them, where images have others. */
const architectures: Readonly<Record<string, string>> = {x86_64: 'amd64', aarch64: 'arm64'}

interface Printed {
  ServerErrors: string[] | null
  ServerVersion: string
  OperatingSystem: string
  MemTotal: number
  DockerRootDir: string
  CgroupVersion: string
  CgroupDriver: string
  Driver: string
  OSType: string
  Architecture: string
}
