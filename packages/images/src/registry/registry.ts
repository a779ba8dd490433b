import type {ImageReference} from '../image-reference.js'

export interface StoredLayer {
  readonly digest: string
  /** Bytes, as the registry keeps it. */
  readonly size: number
}

/** Of all these layers. */
export function bytesOf(layers: readonly StoredLayer[]): number {
  return layers.reduce((total, {size}) => total + size, 0)
}

export interface StoredImage {
  /** Of the manifest: what a kubelet reports for a pod that runs it. */
  readonly digest: string
  /** Of the image's configuration; undefined for an index of several platforms. */
  readonly configDigest: string | undefined
  /** The oldest first; of an index those of all its manifests. */
  readonly layers: readonly StoredLayer[]
}

/** The registry that a cluster runs images from. */
export interface Registry {
  /** The host in references by which nodes ask for images. */
  readonly host: string
  /** The same for Docker on this machine. */
  readonly pushHost: string
  /** All hosts in references that lead there. */
  readonly hosts: readonly string[]
  /** The name of its container, where it is one of ours. */
  readonly container?: string
  pushName(reference: ImageReference): string
  /** How pods name an image, where its plain name does not lead to this registry. */
  podName?(reference: ImageReference): string
  answers(): Promise<boolean>
  /** What a name stands for now; undefined if the registry does not have it, or cannot tell. */
  find(reference: ImageReference): Promise<StoredImage | undefined>
}
