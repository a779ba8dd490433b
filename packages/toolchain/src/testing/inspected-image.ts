interface Inspected {
  readonly id?: string
  readonly size?: number
  /** Only in the containerd store. */
  readonly descriptor?: {readonly mediaType: string; readonly digest: string}
}

/** For tests: matches the command that inspects any image. */
export const inspectsImage = /^docker image inspect --format '{{json \.}}' /

/** For tests: Docker's output for an amd64 image, in the classic store unless it has a descriptor. */
export function inspectedImage({id = `sha256:${'1'.repeat(64)}`, size = 7, descriptor}: Inspected = {}): string {
  const store = descriptor === undefined ? {} : {Descriptor: descriptor}
  return `${JSON.stringify({Id: id, Size: size, Os: 'linux', Architecture: 'amd64', ...store})}\n`
}
