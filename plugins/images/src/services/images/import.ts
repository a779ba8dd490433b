import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {parseImageReference, readImageReference} from '@rde/images/image-reference'
import {familiarName} from '@rde/images/registry/registry-names'

import type {ImportResult} from '../../import-wanted.js'
import type {PhasesOf} from '../../rollout/service-release.js'
import {withCluster, type ClusterWork} from '../../with-cluster.js'

export interface ImportOptions extends Omit<ClusterWork, 'command'> {
  readonly references: readonly string[]
  readonly platform?: string | undefined
  readonly rollOut: boolean
  readonly phasesFor: PhasesOf
}

/** Brings images into the cluster and makes what uses them run their present content. One that fails holds up no other. */
export async function importImages(session: Session, options: ImportOptions): Promise<ImportResult> {
  const {references, platform} = options
  if (references.length === 1) parseImageReference(references[0]!)
  if (platform !== undefined && !/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/.test(platform)) throw notAPlatform(platform)
  const wanted = [...new Set(references.map(familiarName))].map((reference) => ({reference, platform}))
  const command = `rde images import ${references.join(' ')}`
  // Not a static import: Docker is asked first, and answers while this loads.
  const loading = import('../../import-wanted.js')
  const asksFor = wanted
    .map(({reference}) => reference)
    .filter((reference) => readImageReference(reference) !== undefined)
  return withCluster(session, {...options, command, asksFor}, async (context) => {
    const {importWanted} = await loading
    return importWanted(wanted, options, context)
  })
}

function notAPlatform(platform: string): RdeError {
  return new RdeError(`"${platform}" is not a platform.`, {
    code: 'RDE_IMAGE_PLATFORM',
    exitCode: 2,
    remedies: [{what: 'Write it as Docker does', command: 'linux/amd64'}],
  })
}
