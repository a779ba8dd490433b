import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {familiarName, parseImageReference} from '@rde/images'
import {snapshotWorkloads} from '@rde/toolchain'

import {forget} from '../../forget-image.js'
import type {ImageContext} from '../../image-context.js'
import {becauseOf, settle, type Failure} from '../../settle.js'
import {withCluster, type ClusterWork} from '../../with-cluster.js'
import {usersOf} from './list.js'
import {notRecorded} from './update.js'

export interface RemoveOptions extends Omit<ClusterWork, 'command'> {
  readonly references: readonly string[]
  /** Although something runs it: that goes on until its pods are replaced. */
  readonly force: boolean
}

export interface RemoveResult {
  readonly removed: readonly string[]
  readonly failed: readonly Failure[]
}

/** Takes images out of the registry, the nodes and config.json. Docker on this machine keeps them. */
export async function removeImages(session: Session, {force, ...options}: RemoveOptions): Promise<RemoveResult> {
  const references = [...new Set(options.references.map(familiarName))]
  const command = `rde images remove ${references.join(' ')}`
  return withCluster(session, {...options, command}, async (context) => {
    const runs = await usersByReference(context)
    const items = references.map((reference) => ({reference}))
    const {done, failed} = await settle(items, async ({reference}) => {
      parseImageReference(reference)
      const users = runs.get(reference)
      if (users === undefined) throw notRecorded(reference)
      if (users.length > 0 && !force) throw inUse(reference, users)
      await forget(reference, context)
      return reference
    })
    return {removed: done, failed: becauseOf(context.signal, failed)}
  })
}

async function usersByReference(context: ImageContext): Promise<Map<string, string[]>> {
  const {kubectl, docker, session, config} = context
  const survey = await snapshotWorkloads(kubectl, docker, [])
  const place = {session, config: config()}
  return new Map(config().images.map((image) => [image.reference, usersOf(image, survey, place)]))
}

function inUse(reference: string, users: readonly string[]): RdeError {
  return new RdeError(`${reference} is what runs in: ${users.join(', ')}.`, {
    code: 'RDE_IMAGE_IN_USE',
    remedies: [{what: 'Remove it all the same', command: `rde images remove ${reference} --force`}],
    outcome: 'It was not removed.',
  })
}
