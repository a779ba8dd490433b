export interface LocalImage {
  readonly reference: string
  /** The id of the configuration (classic image store), or of the manifest or the index (containerd store). */
  readonly id: string
  /** Bytes: unpacked in the classic image store, compressed in the containerd store. */
  readonly size: number
  /** `linux/amd64` */
  readonly platform: string
  /** Whether the name refers to an index of manifests; only in the containerd store. */
  readonly isIndex: boolean
}

/** An image by name, with the details that are already known. */
export type NamedImage = Pick<LocalImage, 'reference'> & Partial<LocalImage>

/** The default entrypoint and command of an image. */
export interface ImageCommand {
  readonly entrypoint: string[]
  readonly cmd: string[]
}

/**
 * One layer of a push. The classic image store reports the newest first; the containerd store has no order, and may
 * also report blobs that are not layers.
 */
export interface PushedLayer {
  /** Twelve digits: the start of the blob's digest (containerd store), or an internal id (classic store). */
  readonly id: string
  /** False if the registry already had it, in this or another repository. */
  readonly sent: boolean
}

export interface Pushed {
  /** The digest of the manifest. */
  readonly digest: string
  readonly layers: readonly PushedLayer[]
}

interface InspectedImage {
  readonly Id: string
  readonly Size: number
  readonly Os: string
  readonly Architecture: string
  readonly Descriptor?: Descriptor | null
}

/**
 * The output format of `docker image inspect` for `readImage`: all fields, since older clients fail on unknown ones.
 */
export const imageFormat = '{{json .}}'

export function readImage(reference: string, line: string): LocalImage {
  const {Id, Size, Os, Architecture, Descriptor} = JSON.parse(line) as InspectedImage
  const isIndex = Descriptor != null && isIndexOf(Descriptor)
  return {reference, id: Id, size: Size, platform: `${Os}/${Architecture}`, isIndex}
}

/** The output format of `docker image inspect` for `readImageCommand`. */
export const imageCommandFormat = '[{{json .Config.Entrypoint}},{{json .Config.Cmd}}]'

export function readImageCommand(line: string): ImageCommand {
  const [entrypoint, cmd] = JSON.parse(line) as [string[] | null, string[] | null]
  return {entrypoint: entrypoint ?? [], cmd: cmd ?? []}
}

/** The output format of `docker image inspect` for `readImageLabels`. */
export const imageLabelsFormat = '{{json .Config.Labels}}'

export function readImageLabels(line: string): Record<string, string> {
  return (JSON.parse(line) as Record<string, string> | null) ?? {}
}

/** One manifest of an index. */
export interface PlatformManifest {
  /** `linux/amd64` */
  readonly platform: string
  readonly digest: string
}

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
}

/** The output format of `docker image inspect` for `readManifest`. */
export const manifestFormat = '{{json .Descriptor}}'

/** The digest of an image's manifest; undefined for an index. */
export function readManifest(line: string): string | undefined {
  const descriptor = JSON.parse(line) as Descriptor | null
  return descriptor === null || isIndexOf(descriptor) ? undefined : descriptor.digest
}

function isIndexOf({mediaType}: Descriptor): boolean {
  return /index|manifest\.list/.test(mediaType)
}

/** Parses the output of `docker push`. */
export function readPush(reference: string, printed: string): Pushed {
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(printed)?.[1]
  if (digest === undefined) throw new Error(`docker push ${reference} did not say the digest`)
  const ids = [...printed.matchAll(/^([0-9a-f]{12}): /gm)].map(([, id]) => id!)
  const sent = new Set([...printed.matchAll(/^([0-9a-f]{12}): Pushed$/gm)].map(([, id]) => id))
  return {digest, layers: [...new Set(ids)].map((id) => ({id, sent: sent.has(id)}))}
}

/** The references that `docker load` reports. */
export function readLoaded(printed: string): string[] {
  return [...printed.matchAll(/Loaded image: (\S+)/g)].map(([, reference]) => reference!)
}

/** The registry's refusal in the output of `docker manifest inspect`, as one line. */
export function readRefusal(printed: string): string {
  const lines = printed.split('\n').map((line) => line.trim())
  return [...new Set(lines)].filter((line) => line !== '' && line !== 'errors:').join('; ')
}

/** A single-platform manifest in a registry. */
export interface RegistryManifest {
  readonly digest: string
  readonly configDigest: string | undefined
  readonly layers: ReadonlyArray<{readonly digest: string; readonly size: number}>
}

interface InspectedManifest {
  readonly Descriptor?: {readonly digest?: string}
  readonly SchemaV2Manifest?: InspectedContent
  readonly OCIManifest?: InspectedContent
}

interface InspectedContent {
  readonly config?: {readonly digest?: string}
  readonly layers?: RegistryManifest['layers']
}

/** Parses `docker manifest inspect --verbose`; undefined for an index, whose digest it does not print. */
export function readRegistryManifest(printed: string): RegistryManifest | undefined {
  const manifest = JSON.parse(printed) as InspectedManifest
  const digest = manifest.Descriptor?.digest
  const {config, layers = []} = manifest.SchemaV2Manifest ?? manifest.OCIManifest ?? {}
  return digest === undefined ? undefined : {digest, configDigest: config?.digest, layers}
}
