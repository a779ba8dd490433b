import {RdeError} from '@rde/errors'
import {
  describeUsers,
  forgetImage,
  openImageContext,
  ImageReference,
  mapImages,
  withCause,
  type ImageContext,
  type ImageFailure,
} from '@rde/images'
import {withLockedCluster, type LockedClusterOptions, type Session} from '@rde/plugin-kit'
import {snapshotWorkloads} from '@rde/toolchain'

import {notImported} from './update.js'

export interface RemoveOptions extends Omit<LockedClusterOptions, 'command'> {
  readonly references: readonly string[]
  /** Remove images in use too: their pods keep running until they are replaced. */
  readonly force: boolean
}

export interface RemoveResult {
  readonly removed: readonly ImageReference[]
  readonly failed: readonly ImageFailure[]
}

/** Removes images from the registry, the nodes and config.json, but not from Docker on this machine. */
export async function removeImages(session: Session, {force, ...options}: RemoveOptions): Promise<RemoveResult> {
  const references = ImageReference.parseAll(options.references)
  const command = `rde images remove ${references.join(' ')}`
  return withLockedCluster(session, {...options, command}, async (cluster) => {
    const context = await openImageContext(cluster)
    const users = await usersByReference(context)
    const items = references.map((reference) => ({reference}))
    const {done, failed} = await mapImages(items, async ({reference}) => {
      const found = users.get(reference.familiar)
      if (found === undefined) throw notImported(reference)
      if (found.length > 0 && !force) throw inUse(reference, found)
      await forgetImage(reference, context)
      return reference
    })
    return {removed: done, failed: withCause(context.signal, failed)}
  })
}

async function usersByReference({kubectl, docker, config, registry}: ImageContext): Promise<Map<string, string[]>> {
  const snapshot = await snapshotWorkloads(kubectl, docker, [])
  return new Map(
    config().images.map((image) => {
      const used = {...image, reference: ImageReference.parse(image.reference), registryHosts: registry.hosts}
      return [image.reference, describeUsers(used, snapshot)]
    }),
  )
}

function inUse(reference: ImageReference, users: readonly string[]): RdeError {
  return new RdeError(`${reference} is in use by ${users.join(', ')}.`, {
    code: 'RDE_IMAGE_IN_USE',
    remedies: [{what: 'Remove it anyway', command: `rde images remove ${reference} --force`}],
    outcome: 'The image was not removed.',
  })
}
