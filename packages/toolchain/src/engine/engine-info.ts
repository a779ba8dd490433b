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
  }
}

interface Printed {
  ServerErrors: string[] | null
  ServerVersion: string
  OperatingSystem: string
  MemTotal: number
  DockerRootDir: string
  CgroupVersion: string
  CgroupDriver: string
  Driver: string
}
