import {access} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {defaultConfig, openConfig} from '@rde/config'
import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {ImageReference, importToCluster, openImageContext, type ImportResult} from '@rde/images'
import {holdCluster, type HoldOptions, type ReleaseServices, type Service, type Session} from '@rde/plugin-kit'

import {runBuild, type BuildableService} from '../run-build.js'
import {findService} from '../service-version.js'
import type {ServicesFor} from './list.js'

export interface BuildOptions extends Omit<HoldOptions, 'command'> {
  readonly services: readonly string[]
  /** All services that have a build. */
  readonly all: boolean
  /** The folder of the source. */
  readonly source: string
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
  const {signal, report} = options
  const source = resolve(options.source)
  const chosen = chooseServices(await declaredServices(session, options), options)
  for (const service of chosen) await requireSource(service, source)
  const {docker} = session.tools({signal})
  for (const service of chosen) {
    report(`building ${service.name}`)
    await runBuild(service, source, {runner: session.runner({signal}), report})
    await docker.tag(ImageReference.parse(service.build.image).familiar, ImageReference.parse(service.local).familiar)
  }
  const built = chosen.map(({local}) => ImageReference.parse(local))
  return {built, imported: options.import ? await importBuilt(session, built, options) : undefined}
}

async function declaredServices(session: Session, {servicesFor}: BuildOptions): Promise<readonly Service[]> {
  return servicesFor((await openConfig(session)) ?? defaultConfig(session.identity))
}

function chooseServices(
  services: readonly Service[],
  {services: names, all}: Pick<BuildOptions, 'services' | 'all'>,
): BuildableService[] {
  const buildable = services.filter((service): service is BuildableService => service.build !== undefined)
  if (all) return buildable
  if (names.length === 0) throw notBuildable('Name the services to build.', buildable)
  return [...new Set(names)].map((name) => {
    const {build, ...service} = findService(name, services)
    if (build === undefined) throw notBuildable(`The stack declares no build for ${name}.`, buildable)
    return {...service, build}
  })
}

async function requireSource({name, build: {needs}}: BuildableService, source: string): Promise<void> {
  const missing = await access(join(source, needs)).then(
    () => false,
    () => true,
  )
  if (!missing) return
  throw new RdeError(`${source} is not the source of ${name}: it has no ${needs}.`, {
    code: 'RDE_SERVICE_SOURCE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Name the folder of the source', command: `rde services build ${name} --source DIR`}],
    outcome: 'Nothing was built.',
  })
}

/** Undefined where no cluster runs: a start takes what Docker has. */
async function importBuilt(
  session: Session,
  built: readonly ImageReference[],
  options: BuildOptions,
): Promise<ImportResult | undefined> {
  const command = `rde images import ${built.join(' ')}`
  try {
    return await holdCluster(session, {...options, command}, async (cluster) => {
      const release = (signal: AbortSignal) => options.release(cluster.withSignal(signal))
      const wanted = built.map((reference) => ({reference}))
      return importToCluster(wanted, {rollOut: true, release}, await openImageContext(cluster))
    })
  } catch (error) {
    if (!isRdeError(error) || error.code !== 'RDE_CLUSTER_NOT_RUNNING') throw error
    options.note('No cluster runs, so the images stay in Docker. The next start takes them: rde cluster start')
    return undefined
  }
}

function notBuildable(message: string, buildable: readonly Service[]): RdeError {
  const names = buildable.map(({name}) => name).join(', ')
  return new RdeError(`${message} ${names === '' ? 'No service has a build.' : `Services with a build: ${names}.`}`, {
    code: 'RDE_SERVICE_NO_BUILD',
    exitCode: exitCodes.usage,
    remedies: buildable.length === 0 ? [] : [{what: 'Build all of them', command: 'rde services build --all'}],
    outcome: 'Nothing was built.',
  })
}
