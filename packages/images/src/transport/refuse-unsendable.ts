import {RdeError} from '@rde/errors'
import {disk, diskFinding} from '@rde/toolchain/checks/disk'
import {failOn} from '@rde/toolchain/checks/fail-on'

import type {AcquiredImage} from '../acquire/acquire-image.js'
import type {ImageContext} from '../context/image-context.js'

const outcome = 'The image was not imported. Running workloads are unchanged.'

/** Throws if the disk is full (RDE_DISK_FULL) or the image is for another platform (RDE_IMAGE_PLATFORM). */
export async function refuseUnsendable(
  {reference, platform}: AcquiredImage,
  {docker}: Pick<ImageContext, 'docker'>,
): Promise<void> {
  const engine = await docker.info()
  failOn([{...disk, ...(await diskFinding(engine))}], outcome)
  if (engine.platform === platform) return
  // Docker's containerd store reports no platform for an index without content for this machine.
  const other = platform === '/' ? 'another platform' : platform
  throw new RdeError(`${reference} is for ${other}; the nodes are ${engine.platform}.`, {
    code: 'RDE_IMAGE_PLATFORM',
    remedies: [
      {what: 'Build it for the nodes', command: `docker build --platform ${engine.platform} --tag ${reference} .`},
      {what: 'Or pull that variant', command: `docker pull --platform ${engine.platform} ${reference}`},
    ],
    outcome,
  })
}
