import type {AcquiredImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'
import type {NodesOutcome} from '../nodes/bring-to-nodes.js'
import type {PushedImage} from '../push/push-image.js'

export interface SentImage extends AcquiredImage, PushedImage {
  /** The names of the nodes whose runtimes already pulled it. */
  readonly heldBy?: Promise<ReadonlySet<string>> | undefined
}

/** Brings images from the local Docker to the nodes. */
export interface Transport {
  /** Whether images are sent through the registry. */
  readonly usesRegistry: boolean
  /** Sends the parts of an image missing in the cluster; resolves with its digest there. */
  send(image: AcquiredImage, context: ImageContext): Promise<SentImage>
  /** Brings the sent images to every node, then checks what their runtimes actually hold. */
  spread(images: readonly SentImage[], context: ImageContext): Promise<ReadonlyMap<SentImage, NodesOutcome>>
}

/** The context for adding images to the nodes or removing them. */
export interface TransportContext extends ImageContext {
  readonly transport: Transport
}
