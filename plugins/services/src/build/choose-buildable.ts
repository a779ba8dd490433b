import {exitCodes, RdeError} from '@rde/errors'
import type {Service} from '@rde/plugin-kit'

import {findService} from '../versions/service-version.js'
import type {BuildableService} from './run-builds.js'

interface ChoiceOptions {
  readonly names: readonly string[]
  /** All services that have a build. */
  readonly all?: boolean
}

/** The named services with their builds. Throws (exit 2) if one has no build. */
export function chooseBuildable(services: readonly Service[], {names, all = false}: ChoiceOptions): BuildableService[] {
  const buildable = services.filter((service): service is BuildableService => service.build !== undefined)
  if (all && buildable.length > 0) return buildable
  if (all) throw notBuildable('Nothing can be built.', buildable)
  if (names.length === 0) throw notBuildable('Name the services to build.', buildable)
  return [...new Set(names)].map((name) => {
    const {build, ...service} = findService(name, services)
    if (build === undefined) throw notBuildable(`The stack declares no build for ${name}.`, buildable)
    return {...service, build}
  })
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
