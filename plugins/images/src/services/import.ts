import {RdeError} from '@rde/errors'
import {openImageContext, ImageReference, importToCluster, limitRegistryAfter, type ImportResult} from '@rde/images'
import {withLockedCluster, type LockedClusterOptions, type ReleaseServices, type Session} from '@rde/plugin-kit'

export interface ImportOptions extends Omit<LockedClusterOptions, 'command'> {
  readonly references: readonly string[]
  readonly platform?: string | undefined
  readonly rollOut: boolean
  readonly release: ReleaseServices
}

/** Imports images into the cluster and rolls out the workloads that use them. A failure does not stop the others. */
export async function importImages(session: Session, options: ImportOptions): Promise<ImportResult> {
  const {platform, rollOut, release} = options
  if (platform !== undefined && !/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/.test(platform)) throw notAPlatform(platform)
  const references = ImageReference.parseAll(options.references)
  const command = `rde images import ${references.join(' ')}`
  // Ask Docker while rde inspects the cluster: saves 0.1 s of an import without changes.
  const {docker} = session.tools({signal: options.signal})
  const local = new Map(references.map((reference) => [reference, docker.image(reference.familiar)]))
  for (const pending of local.values()) pending.catch(() => {})
  return withLockedCluster(session, {...options, command}, async (cluster) => {
    const known = (reference: ImageReference) => (cluster.waited ? undefined : local.get(reference))
    const wanted = references.map((reference) => ({reference, platform, local: known(reference)}))
    const begin = performance.now()
    const result = await importToCluster(
      wanted,
      {rollOut, release: (signal) => release(cluster.withSignal(signal))},
      await openImageContext(cluster),
    )
    await limitRegistryAfter(result, begin, cluster)
    return result
  })
}

function notAPlatform(platform: string): RdeError {
  return new RdeError(`"${platform}" is not a platform.`, {
    code: 'RDE_IMAGE_PLATFORM',
    exitCode: 2,
    remedies: [{what: 'Write it as Docker does', command: '--platform linux/amd64'}],
  })
}
