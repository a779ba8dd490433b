import {defaultConfig, openConfig} from '@rde/config'
import {isRdeError} from '@rde/errors'
import {ImageReference, importToCluster, openImageContext, type ImportResult} from '@rde/images'
import {holdCluster, type HoldOptions, type ReleaseOptions, type ReleaseServices, type Session} from '@rde/plugin-kit'

import {chooseBuildable} from '../build/choose-buildable.js'
import {findSource} from '../build/find-source.js'
import {runBuilds, type BuildableService} from '../build/run-builds.js'
import type {ServicesFor} from './list.js'

export interface BuildOptions extends Omit<HoldOptions, 'command'> {
  readonly services: readonly string[]
  /** All services that have a build. */
  readonly all: boolean
  /** The folder of the source, if the user named one. */
  readonly source: string | undefined
  readonly currentFolder: string
  readonly import: boolean
  readonly servicesFor: ServicesFor
  readonly release: ReleaseServices
}

export interface BuildResult {
  /** The references that the services run by. */
  readonly built: readonly ImageReference[]
  /** Undefined where nothing was to be imported, or no cluster runs. */
  readonly imported: ImportResult | undefined
}

/** Builds services from source, tags their images `local`, and brings them into the cluster if one runs. */
export async function buildServices(session: Session, options: BuildOptions): Promise<BuildResult> {
  const {all, services: names} = options
  const command = `rde services build ${all ? '--all' : names.join(' ')}`
  const {chosen, source} = await chooseBuild(session, {...options, command})
  await buildImages(session, {...options, chosen, source})
  const built = chosen.map(({local}) => ImageReference.parse(local))
  return {built, imported: options.import ? await importIfRunning(session, built, options) : undefined}
}

type ChoiceOptions = Pick<BuildOptions, 'services' | 'source' | 'currentFolder' | 'servicesFor'> & {
  readonly all?: boolean
  readonly command: string
}

/** What is to be built, and from which folder. Throws (exit 2) where that is not clear. */
export async function chooseBuild(
  session: Session,
  {servicesFor, services: names, all = false, source: given, currentFolder, command}: ChoiceOptions,
): Promise<{chosen: readonly BuildableService[]; source: string}> {
  const config = (await openConfig(session)) ?? defaultConfig(session.identity)
  const chosen = chooseBuildable(await servicesFor(config), {names, all})
  const configured = config.services.source
  return {chosen, source: await findSource(chosen, {given, configured, currentFolder, command})}
}

export interface ImageBuildOptions {
  readonly chosen: readonly BuildableService[]
  readonly source: string
  readonly signal: AbortSignal
  report(line: string): void
}

/** Builds the images, and gives them the names that the services run by. */
export async function buildImages(
  session: Session,
  {chosen, source, signal, report}: ImageBuildOptions,
): Promise<void> {
  const logFile = (service: string) => session.data.serviceBuildLog(service)
  await runBuilds(chosen, source, {runner: session.runner({signal}), logFile, report})
  const {docker} = session.tools({signal})
  for (const {build, local} of chosen)
    await docker.tag(ImageReference.parse(build.image).familiar, ImageReference.parse(local).familiar)
}

export type ImportBuiltOptions = Omit<HoldOptions, 'command'> & Pick<BuildOptions, 'release'> & ReleaseOptions

/** Brings what was built into the cluster, and rolls it out. */
export async function importBuilt(
  session: Session,
  built: readonly ImageReference[],
  options: ImportBuiltOptions,
): Promise<ImportResult> {
  const command = `rde images import ${built.join(' ')}`
  return holdCluster(session, {...options, command}, async (cluster) => {
    const release = (signal: AbortSignal) => options.release(cluster.withSignal(signal), options)
    const wanted = built.map((reference) => ({reference}))
    return importToCluster(wanted, {rollOut: true, release}, await openImageContext(cluster))
  })
}

/** Undefined where no cluster runs: a start takes what Docker has. */
async function importIfRunning(
  session: Session,
  built: readonly ImageReference[],
  options: BuildOptions,
): Promise<ImportResult | undefined> {
  try {
    return await importBuilt(session, built, options)
  } catch (error) {
    if (!isRdeError(error) || error.code !== 'RDE_CLUSTER_NOT_RUNNING') throw error
    options.note('No cluster runs, so the images stay in Docker. The next start takes them: rde cluster start')
    return undefined
  }
}
