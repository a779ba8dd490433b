import {RdeError} from '@rde/errors'
import {failOn} from '@rde/toolchain/checks/fail-on'
import {disk, diskFinding} from '@rde/toolchain/checks/disk'

import type {FoundImage} from '../find-image.js'
import type {ImageContext} from '../image-context.js'

/** Throws where the disk is full (RDE_DISK_FULL), or the image is for other machines (RDE_IMAGE_PLATFORM). */
export async function refuseUnsendable(
  {reference, platform}: FoundImage,
  {docker, foreknown}: ImageContext,
): Promise<void> {
  const engine = await (foreknown.engine ?? docker.info())
  failOn([{...disk, ...(await diskFinding(engine))}], 'It was not imported; what runs goes on.')
  if (engine.platform === platform) return
  // Docker's containerd store names no platform of an index whose content for this machine it does not hold.
  const other = platform === '/' ? 'another platform' : platform
  throw new RdeError(`${reference} is for ${other}, and the nodes are ${engine.platform}.`, {
    code: 'RDE_IMAGE_PLATFORM',
    remedies: [
      {what: 'Build it for the nodes', command: `docker build --platform ${engine.platform} --tag ${reference} .`},
      {what: 'Or pull that variant', command: `docker pull --platform ${engine.platform} ${reference}`},
    ],
    outcome: 'It was not imported; what runs goes on.',
  })
}
