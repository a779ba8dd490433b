import {RdeError} from '@rde/errors'
import {openImageContext, ImageReference, importToCluster, type ImportResult} from '@rde/images'
import {holdCluster, type HoldOptions, type ReleaseServices, type Session} from '@rde/plugin-kit'

export interface ImportOptions extends Omit<HoldOptions, 'command'> {
  readonly references: readonly string[]
  readonly platform?: string | undefined
  readonly rollOut: boolean
  readonly release: ReleaseServices
}

/** Brings images into the cluster and makes what uses them run their present content. One that fails holds up no other. */
export async function importImages(session: Session, options: ImportOptions): Promise<ImportResult> {
  const {platform, rollOut, release} = options
  if (platform !== undefined && !/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/.test(platform)) throw notAPlatform(platform)
  const references = ImageReference.parseAll(options.references)
  const command = `rde images import ${references.join(' ')}`
  return holdCluster(session, {...options, command}, async (cluster) => {
    const wanted = references.map((reference) => ({reference, platform}))
    return importToCluster(
      wanted,
      {rollOut, release: (signal) => release(cluster.withSignal(signal))},
      await openImageContext(cluster),
    )
  })
}

function notAPlatform(platform: string): RdeError {
  return new RdeError(`"${platform}" is not a platform.`, {
    code: 'RDE_IMAGE_PLATFORM',
    exitCode: 2,
    remedies: [{what: 'Write it as Docker does', command: '--platform linux/amd64'}],
  })
}
