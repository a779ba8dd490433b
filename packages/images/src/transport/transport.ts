import type {AcquiredImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'
import type {NodesOutcome} from '../nodes/bring-to-nodes.js'
import type {PushedImage} from '../push/push-image.js'

export interface SentImage extends AcquiredImage, PushedImage {
  /** The names of the nodes whose runtimes pulled it as soon as it was there, and say that they hold it. */
  readonly heldBy?: Promise<ReadonlySet<string>> | undefined
}

/** A way for images to get from Docker here to the nodes. */
export interface Transport {
  /** Whether what it sends is in the registry. */
  readonly usesRegistry: boolean
  /** Sends what the cluster lacks of an image; resolves with the digest that it goes by there. */
  send(image: AcquiredImage, context: ImageContext): Promise<SentImage>
  /** Brings what was sent to every node, and then asks what their runtimes hold, whatever was said before. */
  spread(images: readonly SentImage[], context: ImageContext): Promise<ReadonlyMap<SentImage, NodesOutcome>>
}

/** The context of work that brings images to the nodes, or takes them from there. */
export interface TransportContext extends ImageContext {
  readonly transport: Transport
}
