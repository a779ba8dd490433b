import type {ImageReference} from '../image-reference.js'

export interface StoredLayer {
  readonly digest: string
  /** Bytes, as stored in the registry. */
  readonly size: number
}

/** The total size of the layers. */
export function bytesOf(layers: readonly StoredLayer[]): number {
  return layers.reduce((total, {size}) => total + size, 0)
}

export interface StoredImage {
  /** The digest of the manifest, which a kubelet reports for a pod that runs the image. */
  readonly digest: string
  /** The digest of the configuration; undefined for an index of several platforms. */
  readonly configDigest: string | undefined
  /** Oldest first; for an index, the layers of all its manifests. */
  readonly layers: readonly StoredLayer[]
}

/** The registry that a cluster runs images from. */
export interface Registry {
  /** The host in references that nodes use. */
  readonly host: string
  /** The same for Docker on this machine. */
  readonly pushHost: string
  /** All hosts of this registry that references may contain. */
  readonly hosts: readonly string[]
  /** The name of its container, if rde runs it. */
  readonly container?: string
  pushName(reference: ImageReference): string
  /** The name that pods must use, if the plain name of an image does not lead to this registry. */
  podName?(reference: ImageReference): string
  answers(): Promise<boolean>
  /** The current content of a name; undefined if the registry does not have it or cannot be asked. */
  find(reference: ImageReference): Promise<StoredImage | undefined>
}
