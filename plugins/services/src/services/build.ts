import {defaultConfig, openConfig, type RdeConfig} from '@rde/config'
import {isRdeError} from '@rde/errors'
import {
  ImageReference,
  importToCluster,
  openImageContext,
  registryOf,
  takePushed,
  type ImportResult,
  type Registry,
} from '@rde/images'
import {
  holdCluster,
  requireCluster,
  type HoldOptions,
  type ReleaseOptions,
  type ReleaseServices,
  type Session,
} from '@rde/plugin-kit'

import {chooseBuildable} from '../build/choose-buildable.js'
import {findSource} from '../build/find-source.js'
import {forgetProducts} from '../build/forget-products.js'
import {pushes, runBuilds, type BuildableService} from '../build/run-builds.js'
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
  const registry = options.import ? await findRegistry(session, chosen, options.signal) : undefined
  const products = await buildImages(session, {...options, chosen, source, registry})
  const built = chosen.map(({local}) => ImageReference.parse(local))
  return {built, imported: options.import ? await importIfRunning(session, products, options) : undefined}
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
  const chosen = chooseBuildable(await servicesFor(withServices(config)), {names, all})
  const configured = config.services.source
  return {chosen, source: await findSource(chosen, {given, configured, currentFolder, command})}
}

/** The cluster's registry, for builds that can push; undefined where no cluster runs, or its registry does not answer. */
export async function findRegistry(
  session: Session,
  services: readonly BuildableService[],
  signal: AbortSignal,
): Promise<Registry | undefined> {
  if (services.every(({build}) => build.push === undefined)) return undefined
  try {
    const {config, inventory} = await requireCluster(session, signal)
    const {docker} = session.tools({signal})
    const registry = registryOf({docker, identity: session.identity, config: () => config, signal})
    return inventory.registries.length > 0 && (await registry.answers()) ? registry : undefined
  } catch (error) {
    if (!isRdeError(error) || error.code !== 'RDE_CLUSTER_NOT_RUNNING') throw error
    return undefined
  }
}

/** A start of another profile may follow, which finds the images in Docker. */
function withServices(config: RdeConfig): RdeConfig {
  const {stack} = config
  return stack.profile === 'bare' ? {...config, stack: {...stack, profile: 'core'}} : config
}

export interface ImageBuildOptions {
  readonly chosen: readonly BuildableService[]
  readonly source: string
  readonly registry: Registry | undefined
  readonly signal: AbortSignal
  report(line: string): void
}

/** What builds made. */
export interface Products {
  readonly services: readonly BuildableService[]
  /** Those that are in the cluster's registry; the others are in Docker, under the names that the services run by. */
  readonly pushed: readonly BuildableService[]
  /** What Docker had before. */
  readonly before: ReadonlyMap<string, string>
}

/** Builds the images: into the registry where their builds can, else into Docker. */
export async function buildImages(
  session: Session,
  {chosen, source, registry, signal, report}: ImageBuildOptions,
): Promise<Products> {
  const logFile = (service: string) => session.data.serviceBuildLog(service)
  const {docker} = session.tools({signal})
  const before = await docker.imageIds()
  await runBuilds(chosen, source, {runner: session.runner({signal}), logFile, report, registry})
  const pushed = chosen.filter((service) => pushes(service, registry))
  const inDocker = chosen.filter((service) => !pushed.includes(service))
  for (const {build, local} of inDocker)
    await docker.tag(ImageReference.parse(build.image).familiar, ImageReference.parse(local).familiar)
  if (inDocker.length > 0) await forgetProducts(inDocker, before, docker)
  return {services: chosen, pushed, before}
}

export type ImportBuiltOptions = Omit<HoldOptions, 'command'> & Pick<BuildOptions, 'release'> & ReleaseOptions

/** Brings what was built into the cluster, and rolls it out. */
export async function importBuilt(
  session: Session,
  {services, pushed, before}: Products,
  options: ImportBuiltOptions,
): Promise<ImportResult> {
  const wanted = services.map(({local}) => ({reference: ImageReference.parse(local)}))
  const command = `rde images import ${wanted.map(({reference}) => reference).join(' ')}`
  return holdCluster(session, {...options, command}, async (cluster) => {
    const context = await openImageContext(cluster)
    const begin = performance.now()
    for (const {local, build} of pushed)
      await takePushed({reference: ImageReference.parse(local), product: ImageReference.parse(build.image)}, context)
    const taken = (performance.now() - begin) / 1_000
    const release = (signal: AbortSignal) => options.release(cluster.withSignal(signal), options)
    const {images, failed} = await importToCluster(wanted, {rollOut: true, release}, context)
    // Now that nobody waits for it.
    if (pushed.length > 0) await forgetProducts(pushed, before, context.docker)
    return {images: images.map((image) => ({...image, seconds: image.seconds + taken})), failed}
  })
}

/** Undefined where no cluster runs: a start takes what Docker has. */
async function importIfRunning(
  session: Session,
  products: Products,
  options: BuildOptions,
): Promise<ImportResult | undefined> {
  try {
    return await importBuilt(session, products, options)
  } catch (error) {
    const isInDocker = products.pushed.length === 0
    if (!isRdeError(error) || error.code !== 'RDE_CLUSTER_NOT_RUNNING' || !isInDocker) throw error
    options.note('No cluster runs, so the images stay in Docker. The next start takes them: rde cluster start')
    return undefined
  }
}
