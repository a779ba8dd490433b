export interface LocalImage {
  readonly reference: string
  /** Of the configuration in Docker's classic image store, of the manifest or the index in the containerd store. */
  readonly id: string
  /** Bytes, unpacked; as they travel in the containerd store. */
  readonly size: number
  /** `linux/amd64` */
  readonly platform: string
  /** Whether the name stands for an index of manifests, as only in the containerd store. */
  readonly isIndex: boolean
}

/** An image by its name, with what Docker was already asked of it. */
export type NamedImage = Pick<LocalImage, 'reference'> & Partial<LocalImage>

/** What a container of an image runs unless told otherwise. */
export interface ImageCommand {
  readonly entrypoint: string[]
  readonly cmd: string[]
}

/**
 * One layer of a push. The classic image store tells of the newest first; the containerd store in no order, and may tell of
 * other blobs than layers.
 */
export interface PushedLayer {
  /** Twelve digits: the beginning of the blob's digest in the containerd store, a name of Docker's own in the classic one. */
  readonly id: string
  /** False where the registry had it, in this repository or another one. */
  readonly sent: boolean
}

export interface Pushed {
  /** Of the manifest. */
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

/** What `docker image inspect` is to print, for `readImage`: all, since older clients stumble over a field that they lack. */
export const imageFormat = '{{json .}}'

export function readImage(reference: string, line: string): LocalImage {
  const {Id, Size, Os, Architecture, Descriptor} = JSON.parse(line) as InspectedImage
  const isIndex = Descriptor != null && isIndexOf(Descriptor)
  return {reference, id: Id, size: Size, platform: `${Os}/${Architecture}`, isIndex}
}

/** What `docker image inspect` is to print, for `readImageCommand`. */
export const imageCommandFormat = '[{{json .Config.Entrypoint}},{{json .Config.Cmd}}]'

export function readImageCommand(line: string): ImageCommand {
  const [entrypoint, cmd] = JSON.parse(line) as [string[] | null, string[] | null]
  return {entrypoint: entrypoint ?? [], cmd: cmd ?? []}
}

/** What `docker image inspect` is to print, for `readImageLabels`. */
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

/** What `docker image inspect` is to print, for `readManifest`. */
export const manifestFormat = '{{json .Descriptor}}'

/** The digest of the manifest that stands under a name; undefined where that is an index. */
export function readManifest(line: string): string | undefined {
  const descriptor = JSON.parse(line) as Descriptor | null
  return descriptor === null || isIndexOf(descriptor) ? undefined : descriptor.digest
}

function isIndexOf({mediaType}: Descriptor): boolean {
  return /index|manifest\.list/.test(mediaType)
}

/** Reads what `docker push` printed of its layers. */
export function readPush(reference: string, printed: string): Pushed {
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(printed)?.[1]
  if (digest === undefined) throw new Error(`docker push ${reference} did not say the digest`)
  const ids = [...printed.matchAll(/^([0-9a-f]{12}): /gm)].map(([, id]) => id!)
  const sent = new Set([...printed.matchAll(/^([0-9a-f]{12}): Pushed$/gm)].map(([, id]) => id))
  return {digest, layers: [...new Set(ids)].map((id) => ({id, sent: sent.has(id)}))}
}

/** The references that `docker load` says it took in. */
export function readLoaded(printed: string): string[] {
  return [...printed.matchAll(/Loaded image: (\S+)/g)].map(([, reference]) => reference!)
}

/** What `docker manifest inspect` printed of a registry's refusal, as one line. */
export function readRefusal(printed: string): string {
  const lines = printed.split('\n').map((line) => line.trim())
  return [...new Set(lines)].filter((line) => line !== '' && line !== 'errors:').join('; ')
}

/** What a registry has under a name. */
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

/** Reads what `docker manifest inspect --verbose` prints; undefined for an index, whose own digest it does not tell. */
export function readRegistryManifest(printed: string): RegistryManifest | undefined {
  const manifest = JSON.parse(printed) as InspectedManifest
  const digest = manifest.Descriptor?.digest
  const {config, layers = []} = manifest.SchemaV2Manifest ?? manifest.OCIManifest ?? {}
  return digest === undefined ? undefined : {digest, configDigest: config?.digest, layers}
}
