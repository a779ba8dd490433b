import type {AcquiredImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'
import {bringToNodes} from '../nodes/bring-to-nodes.js'
import {pullOn} from '../nodes/node-images.js'
import {pullByRuntime, type Arrival} from '../nodes/pull-by-runtime.js'
import {pushImage} from '../push/push-image.js'
import {refuseUnsendable} from './refuse-unsendable.js'
import type {SentImage, Transport} from './transport.js'

/** Docker pushes the layers that the registry lacks, and each node pulls those that are new to it. */
export const byRegistry: Transport = {
  usesRegistry: true,
  send,
  spread: (images, context) =>
    bringToNodes(images, context, (node, missing, {docker, registry}) =>
      pullOn(node, missing, {docker, registryUrl: `http://${registry.host}`}),
    ),
}

/**
 * Brings the registry's copy to this content. Sends only the layers that it lacks, after a look at disk and platform, and
 * has the nodes pull them at once.
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
      // Awaited by who brings it to the nodes.
      pulls.catch(() => {})
    },
  })
  try {
    return {...image, ...(await pushed), heldBy: pulls}
  } catch (error) {
    // Not one of them outlives a push that failed.
    await pulls
    throw error
  }
}
