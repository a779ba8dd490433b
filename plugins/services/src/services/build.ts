import {defaultConfig, openConfig, type RdeConfig} from '@rde/config'
import {isRdeError} from '@rde/errors'
import {
  ExpectedPush,
  ImageReference,
  importToCluster,
  limitRegistryAfter,
  openImageContext,
  registryOf,
  type ImportResult,
  type Registry,
  type TransportContext,
} from '@rde/images'
import {
  withLockedCluster,
  requireCluster,
  type LockedCluster,
  type LockedClusterOptions,
  type ReleaseOptions,
  type ReleaseServices,
  type Session,
} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import type {Container} from '@rde/toolchain'

import {chooseBuildable} from '../build/choose-buildable.js'
import {findSource} from '../build/find-source.js'
import {forgetProducts} from '../build/forget-products.js'
import {imageMissing, pushes, runBuilds, type BuildableService} from '../build/run-builds.js'
import type {ServicesFor} from './list.js'

export interface BuildOptions extends Omit<LockedClusterOptions, 'command'> {
  readonly services: readonly string[]
  /** Build all services that have a build. */
  readonly all: boolean
  /** The folder of the source, if the user named one. */
  readonly source: string | undefined
  readonly currentFolder: string
  readonly import: boolean
  readonly servicesFor: ServicesFor
  readonly release: ReleaseServices
}

export interface BuildResult {
  /** The references that the services use. */
  readonly built: readonly ImageReference[]
  /** Undefined if nothing was to be imported or no cluster is running. */
  readonly imported: ImportResult | undefined
}

/** Builds services from source, tags their images `local`, and imports them if a cluster is running. */
export async function buildServices(session: Session, options: BuildOptions): Promise<BuildResult> {
  const {all, services: names} = options
  const command = `rde services build ${all ? '--all' : names.join(' ')}`
  const {chosen, source} = await chooseBuild(session, {...options, command})
  const destination = options.import ? await findPushDestination(session, chosen, options.signal) : undefined
  const products = await buildImages(session, {...options, chosen, source, destination})
  const built = chosen.map(({local}) => ImageReference.parse(local))
  return {built, imported: options.import ? await importIfRunning(session, products, options) : undefined}
}

type ChoiceOptions = Pick<BuildOptions, 'services' | 'source' | 'currentFolder' | 'servicesFor'> & {
  readonly all?: boolean
  readonly command: string
}

/** The services to build and their source folder. Throws (exit 2) if either is unclear. */
export async function chooseBuild(
  session: Session,
  {servicesFor, services: names, all = false, source: given, currentFolder, command}: ChoiceOptions,
): Promise<{chosen: readonly BuildableService[]; source: string}> {
  const config = (await openConfig(session)) ?? defaultConfig(session.identity)
  const chosen = chooseBuildable(await servicesFor(withServices(config)), {names, all})
  const configured = config.services.source
  return {chosen, source: await findSource(chosen, {given, configured, currentFolder, command})}
}

/** The registry that builds push to, and the nodes that pull from it. */
export interface PushDestination {
  readonly registry: Registry
  readonly nodes: readonly Container[]
}

/** Undefined if no build can push, no cluster is running or its registry does not answer. */
export async function findPushDestination(
  session: Session,
  services: readonly BuildableService[],
  signal: AbortSignal,
): Promise<PushDestination | undefined> {
  if (services.every(({build}) => build.push === undefined)) return undefined
  try {
    const {config, inventory} = await requireCluster(session, signal)
    const {docker} = session.tools({signal})
    const registry = registryOf({docker, identity: session.identity, config: () => config, signal})
    const nodes = [...inventory.servers, ...inventory.agents]
    return inventory.registries.length > 0 && (await registry.answers()) ? {registry, nodes} : undefined
  } catch (error) {
    if (!isRdeError(error) || error.code !== 'RDE_CLUSTER_NOT_RUNNING') throw error
    return undefined
  }
}

/** The bare profile has no services; a later start with another profile finds the images in Docker. */
function withServices(config: RdeConfig): RdeConfig {
  const {stack} = config
  return stack.profile === 'bare' ? {...config, stack: {...stack, profile: 'core'}} : config
}

export interface ImageBuildOptions {
  readonly chosen: readonly BuildableService[]
  readonly source: string
  readonly destination: PushDestination | undefined
  readonly signal: AbortSignal
  report(line: string): void
}

/** The results of builds. */
export interface Products {
  readonly services: readonly BuildableService[]
  /** The services pushed to the cluster's registry; the others are in Docker, under the names that the services use. */
  readonly pushed: ReadonlyMap<BuildableService, ExpectedPush>
}

/** Up to this many images, nodes connect to their runtimes while the build runs; otherwise after each push. */
const maxPrepared = 3

/** Builds the images: into the registry if the build can push, otherwise into Docker. */
export async function buildImages(
  session: Session,
  {chosen, source, destination, signal, report}: ImageBuildOptions,
): Promise<Products> {
  const logFile = (service: string) => session.data.serviceBuildLog(service)
  const {docker} = session.tools({signal})
  const pushing = chosen.filter((service) => pushes(service, destination?.registry))
  const inDocker = chosen.filter((service) => !pushing.includes(service))
  const pushed = new Map(pushing.map((service) => [service, new ExpectedPush(ImageReference.parse(service.local))]))
  const before = inDocker.length === 0 ? new Map<string, string>() : await docker.imageIds()
  if (pushed.size <= maxPrepared)
    for (const push of pushed.values()) push.prepare({docker, report, nodes: destination?.nodes ?? []})
  try {
    const registry = destination?.registry
    await runBuilds(chosen, source, {runner: session.runner({signal}), logFile, report, registry})
  } catch (error) {
    await Promise.all([...pushed.values()].map((push) => push.cancel()))
    throw error
  }
  for (const service of inDocker) {
    const [made, wanted] = [service.build.image, service.local].map((name) => ImageReference.parse(name).familiar)
    await docker.tag(made!, wanted!).catch((error: unknown) => {
      if (!isProcessError(error) || error.failure !== 'exit-code') throw error
      throw imageMissing(service, logFile(service.name))
    })
  }
  if (inDocker.length > 0) await forgetProducts(inDocker, before, docker)
  return {services: chosen, pushed}
}

/** Imports the products into the cluster and rolls them out. */
export async function importBuilt(
  {services, pushed}: Products,
  {cluster, context}: {readonly cluster: LockedCluster; readonly context: TransportContext},
  options: Pick<BuildOptions, 'release'> & ReleaseOptions,
): Promise<ImportResult> {
  const wanted = services.map((service) => ({
    reference: ImageReference.parse(service.local),
    pushed: pushed.get(service),
  }))
  const release = (signal: AbortSignal) => options.release(cluster.withSignal(signal), options)
  return importToCluster(wanted, {rollOut: true, release}, context)
}

/** The command that continues an interrupted import. */
export function importCommand({services}: Products): string {
  return `rde images import ${services.map(({local}) => local).join(' ')}`
}

/**
 * Pulls the pushed images into Docker, and removes images of earlier builds from it. `seen` holds the image ids of
 * earlier, interrupted attempts.
 */
export async function pullBuilt(
  {pushed}: Products,
  context: TransportContext,
  seen: ReadonlyMap<string, string>[] = [],
): Promise<void> {
  if (pushed.size === 0) return
  seen.push(await context.docker.imageIds())
  for (const [{build}, push] of pushed) await push.take(ImageReference.parse(build.image), context)
  for (const before of seen) await forgetProducts([...pushed.keys()], before, context.docker)
  seen.length = 0
}

/** Undefined if no cluster is running: the next start imports the images from Docker. */
async function importIfRunning(
  session: Session,
  products: Products,
  options: BuildOptions,
): Promise<ImportResult | undefined> {
  try {
    return await withLockedCluster(session, {...options, command: importCommand(products)}, async (cluster) => {
      const context = await openImageContext(cluster)
      const begin = performance.now()
      const imported = await importBuilt(products, {cluster, context}, options)
      await pullBuilt(products, context)
      await limitRegistryAfter(imported, begin, cluster)
      return imported
    })
  } catch (error) {
    const isInDocker = products.pushed.size === 0
    if (!isRdeError(error) || error.code !== 'RDE_CLUSTER_NOT_RUNNING' || !isInDocker) throw error
    options.note('No cluster is running, so the images stay in Docker. The next start imports them: rde cluster start')
    return undefined
  }
}
