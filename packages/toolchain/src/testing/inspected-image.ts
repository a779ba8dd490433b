interface Inspected {
  readonly id?: string
  readonly size?: number
  /** In the containerd store alone. */
  readonly descriptor?: {readonly mediaType: string; readonly digest: string}
}

/** For tests: what rde asks of an image, by any name. */
export const inspectsImage = /^docker image inspect --format '{{json \.}}' /

/** For tests: what Docker says of an image for amd64; in the classic store, unless it has a descriptor. */
export function inspectedImage({id = `sha256:${'1'.repeat(64)}`, size = 7, descriptor}: Inspected = {}): string {
  const store = descriptor === undefined ? {} : {Descriptor: descriptor}
  return `${JSON.stringify({Id: id, Size: size, Os: 'linux', Architecture: 'amd64', ...store})}\n`
}
