import {pushImage} from '@rde/toolchain'

import type {FoundImage} from '../find-image.js'
import type {ImageContext} from '../image-context.js'
import {refuseUnsendable} from './refuse-unsendable.js'
import type {SentImage} from './transport.js'

/** Brings the registry's copy to this content. Sends only the layers that it lacks, after a look at disk and platform. */
export async function sendImage(image: FoundImage, context: ImageContext): Promise<SentImage> {
  const sending = async (name: string) => {
    await refuseUnsendable(image, context)
    context.report(`sending ${name}`)
  }
  const {docker, identity, registry} = context
  if (registry === undefined) throw new Error('there is no registry to send to')
  return {...image, ...(await pushImage(image, {docker, identity, registry, sending}))}
}
