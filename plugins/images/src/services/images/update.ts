import type {RdeConfig} from '@rde/config'
import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {familiarName} from '@rde/images'

import type {WantedImage} from '../../find-image.js'
import type {ImageContext} from '../../image-context.js'
import {importWanted, type ImportResult} from '../../import-wanted.js'
import type {PhasesOf} from '../../rollout/service-release.js'
import {withCluster, type ClusterWork} from '../../with-cluster.js'

export interface UpdateOptions extends Omit<ClusterWork, 'command'> {
  /** Some of the recorded images; all of them if there is none. */
  readonly references: readonly string[]
  readonly rollOut: boolean
  readonly phasesFor: PhasesOf
}

export interface UpdateResult extends ImportResult {
  /** Built here and no longer in Docker: the cluster keeps what it has. */
  readonly kept: readonly string[]
}

/** Imports recorded images again: those from a registry are pulled anew, the others compared by content. */
export async function updateImages(session: Session, options: UpdateOptions): Promise<UpdateResult> {
  const references = options.references.map(familiarName)
  const command = ['rde images update', ...references].join(' ')
  return withCluster(session, {...options, command}, async (context) => {
    const recorded = chosen(references, context.config())
    const kept = await goneFromDocker(recorded, context)
    const wanted = recorded.filter(({reference}) => !kept.includes(reference)).map(toWanted)
    return {...(await importWanted(wanted, options, context)), kept}
  })
}

type Recorded = RdeConfig['images'][number]

function chosen(references: readonly string[], {images}: RdeConfig): Recorded[] {
  const unknown = references.find((reference) => !images.some((image) => image.reference === reference))
  if (unknown !== undefined) throw notRecorded(unknown)
  return images.filter(({reference}) => references.length === 0 || references.includes(reference))
}

export function notRecorded(reference: string): RdeError {
  return new RdeError(`${reference} was not imported.`, {
    code: 'RDE_IMAGE_UNKNOWN',
    remedies: [
      {what: 'See what was', command: 'rde images list'},
      {what: 'Or import it', command: `rde images import ${reference}`},
    ],
    outcome: 'Nothing was changed.',
  })
}

async function goneFromDocker(recorded: readonly Recorded[], {docker}: ImageContext): Promise<string[]> {
  const ids = await docker.imageIds()
  return recorded
    .filter(({from, reference}) => from === 'docker' && !ids.has(reference))
    .map((image) => image.reference)
}

/** One that was pulled and then built here under the same name is the developer's own now. */
function toWanted({reference, from, pulledFrom}: Recorded): WantedImage {
  return from === 'registry' ? {reference, pull: pulledFrom ?? reference} : {reference}
}
