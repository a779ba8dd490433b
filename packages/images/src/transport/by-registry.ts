import type {AcquiredImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'
import {bringToNodes} from '../nodes/bring-to-nodes.js'
import {pullOn} from '../nodes/node-images.js'
import {pullByRuntime, type Arrival} from '../nodes/pull-by-runtime.js'
import {pushImage} from '../push/push-image.js'
import {refuseUnsendable} from './refuse-unsendable.js'
import type {SentImage, Transport} from './transport.js'

/** Docker pushes the layers missing in the registry, and each node pulls the layers that it does not have. */
export const byRegistry: Transport = {
  usesRegistry: true,
  send,
  spread: (images, context) =>
    bringToNodes(images, context, (node, missing, {docker, registry}) =>
      pullOn(node, missing, {docker, registryUrl: `http://${registry.host}`}),
    ),
}

/**
 * Updates the registry's copy to this content. Checks disk and platform, sends only the missing layers, and makes the
 * nodes pull at once.
 */
async function send(image: AcquiredImage, context: ImageContext): Promise<SentImage> {
  const {docker, registry, report} = context
  let pulls: Promise<ReadonlySet<string>> | undefined
  const pushed = pushImage(image, {
    docker,
    registry,
    async beforePush(reference) {
      await refuseUnsendable(image, context)
      report(`pushing ${reference}`)
    },
    onPush(arrival: Arrival) {
      pulls = pullByRuntime(image.reference, arrival, context)
      // Awaited in `spread`.
      pulls.catch(() => {})
    },
  })
  try {
    return {...image, ...(await pushed), heldBy: pulls}
  } catch (error) {
    // No pull may outlive a failed push.
    await pulls
    throw error
  }
}
