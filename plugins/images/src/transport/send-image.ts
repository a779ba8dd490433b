import {pushImage} from '@rde/images/push-image'

import type {FoundImage} from '../find-image.js'
import type {ImageContext} from '../image-context.js'
import {pullOnceSent, type Arrival} from './pull-once-sent.js'
import {refuseUnsendable} from './refuse-unsendable.js'
import type {SentImage} from './transport.js'

/**
 * Brings the registry's copy to this content. Sends only the layers that it lacks, after a look at disk and platform, and
 * has the nodes pull them at once.
 */
export async function sendImage(image: FoundImage, context: ImageContext): Promise<SentImage> {
  const {docker, identity, registry, report} = context
  if (registry === undefined) throw new Error('there is no registry to send to')
  const sending = async (name: string) => {
    await refuseUnsendable(image, context)
    report(`sending ${name}`)
  }
  let pulls: Promise<ReadonlySet<string>> | undefined
  const travels = (sent: Arrival) => void (pulls = pullOnceSent(image.reference, sent, context))
  const pushed = pushImage(image, {docker, identity, registry, sending, travels})
  try {
    return {...image, ...(await pushed), heldBy: await pulls}
  } finally {
    // Not one of them outlives a push that failed.
    await pulls
  }
}
