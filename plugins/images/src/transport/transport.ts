import type {RdeError} from '@rde/errors'
import type {PushedImage} from '@rde/images'

import type {FoundImage} from '../find-image.js'
import type {ImageContext} from '../image-context.js'

export interface SentImage extends FoundImage, PushedImage {
  /** The names of the nodes whose runtimes have already said that they hold it, where they were asked. */
  readonly heldBy?: ReadonlySet<string> | undefined
}

/** How many nodes fetched an image, and why some do not hold it. */
export interface NodesOutcome {
  readonly fetchedBy: number
  readonly error: RdeError | undefined
}

/** A way for images to get from Docker here to the nodes. */
export interface Transport {
  /** Sends what the cluster lacks of an image, and tells what digest it goes by there. */
  send(image: FoundImage, context: ImageContext): Promise<SentImage>
  /** Brings what was sent to every node, and then looks what their runtimes hold, whatever was said before. */
  spread(images: readonly SentImage[], context: ImageContext): Promise<ReadonlyMap<string, NodesOutcome>>
}
