import {RdeError} from '@rde/errors'
import {failOn, pushImage, type PushedImage} from '@rde/toolchain'
import {disk, diskFinding} from '@rde/toolchain/checks/disk'

import type {FoundImage} from './find-image.js'
import type {ImageContext} from './image-context.js'

export interface SentImage extends FoundImage, PushedImage {}

/** Brings the registry's copy to this content. Sends only the layers that it lacks, after a look at disk and platform. */
export async function sendImage(image: FoundImage, context: ImageContext): Promise<SentImage> {
  const sending = async (name: string) => {
    await refuseUnsendable(image, context)
    context.report(`sending ${name}`)
  }
  return {...image, ...(await pushImage(image, {...context, sending}))}
}

async function refuseUnsendable({reference, platform}: FoundImage, {docker}: ImageContext): Promise<void> {
  const engine = await docker.info()
  failOn([{...disk, ...(await diskFinding(engine))}], 'It was not imported; what runs goes on.')
  if (engine.platform === platform) return
  throw new RdeError(`${reference} is for ${platform}, and the nodes are ${engine.platform}.`, {
    code: 'RDE_IMAGE_PLATFORM',
    remedies: [
      {what: 'Build it for the nodes', command: `docker build --platform ${engine.platform} --tag ${reference} .`},
      {what: 'Or pull that variant', command: `docker pull --platform ${engine.platform} ${reference}`},
    ],
    outcome: 'It was not imported; what runs goes on.',
  })
}
