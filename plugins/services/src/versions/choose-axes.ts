import {exitCodes, RdeError} from '@rde/errors'
import type {Service} from '@rde/plugin-kit'

import {sortVersions, type Axis} from './combinations.js'
import {findService} from './service-version.js'

/** `--versions` as it was typed: `all`, `latest:2`, `1.2,1.3` or `relay-operator=1.2,1.3`. */
export interface VersionChoice {
  /** Undefined for all chosen services. */
  readonly service?: string
  readonly versions: readonly string[] | {readonly latest: number}
}

const everything = {latest: Infinity}

/** Parses one value of `--versions`. Throws RDE_USAGE if it is invalid. */
export function parseVersions(text: string): VersionChoice {
  const equals = text.indexOf('=')
  const service = equals > 0 ? {service: text.slice(0, equals)} : {}
  const wanted = text.slice(equals + 1)
  if (wanted === 'all') return {...service, versions: everything}
  const [, latest] = /^latest:([1-9]\d*)$/.exec(wanted) ?? []
  if (latest !== undefined) return {...service, versions: {latest: Number(latest)}}
  const versions = wanted.split(',').map((one) => one.trim())
  if (equals !== 0 && !wanted.startsWith('latest:') && versions.every((one) => one !== ''))
    return {...service, versions}
  throw new RdeError(`--versions "${text}" must be all, latest:N, V1,V2 or SERVICE=V1,V2.`, {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'List services and versions', command: 'rde services list'}],
    outcome: 'Nothing was changed.',
  })
}

export interface AxesOptions {
  readonly services: readonly Service[]
  /** Services whose version changes; all services with several versions if empty. */
  readonly names: readonly string[]
  readonly choices: readonly VersionChoice[]
  /** The versions of each service, in any order. */
  readonly available: ReadonlyMap<string, readonly string[]>
}

/** The versions to combine: services sorted by name, versions in order. */
export function chooseAxes({services, names, choices, available}: AxesOptions): Axis[] {
  const named = namesIn({names, choices})
  const chosen = chosenServices({services, names, choices})
  const axes = [...chosen]
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(({name}) => ({service: name, versions: versionsOf(name, choices, available.get(name) ?? [])}))
  const usable = named.length === 0 ? axes.filter(({versions}) => versions.length > 1) : axes
  const [empty] = usable.filter(({versions}) => versions.length === 0)
  if (empty !== undefined) throw noVersions(`No version of ${empty.service} is available.`, empty.service)
  if (usable.length === 0) throw noVersions('No service has several versions to choose from.', chosen[0]?.name)
  return usable
}

type SelectionOptions = Omit<AxesOptions, 'available'>

/** The services whose available versions are needed: the chosen ones, except those with a list of versions. */
export function servicesToAsk(options: SelectionOptions): Service[] {
  return chosenServices(options).filter(({name}) => 'latest' in choiceFor(name, options.choices))
}

function chosenServices({services, names, choices}: SelectionOptions): readonly Service[] {
  const named = namesIn({names, choices})
  return named.length === 0 ? services : [...new Set(named)].map((name) => findService(name, services))
}

function namesIn({names, choices}: Pick<SelectionOptions, 'names' | 'choices'>): string[] {
  return [...names, ...choices.flatMap(({service}) => service ?? [])]
}

/** A choice for the service takes precedence over a choice for all. */
function choiceFor(service: string, choices: readonly VersionChoice[]): VersionChoice['versions'] {
  const choice = choices.find((one) => one.service === service) ?? choices.find((one) => one.service === undefined)
  return choice?.versions ?? everything
}

function versionsOf(service: string, choices: readonly VersionChoice[], available: readonly string[]): string[] {
  const versions = choiceFor(service, choices)
  // Keep the user's order of a list.
  if (!('latest' in versions)) return [...new Set(versions)]
  return sortVersions(available).slice(-versions.latest)
}

function noVersions(message: string, service = 'relay-operator'): RdeError {
  return new RdeError(message, {
    code: 'RDE_SERVICE_NO_VERSIONS',
    exitCode: exitCodes.failed,
    remedies: [
      {what: 'List services and versions', command: 'rde services list'},
      {what: 'Or name a version by its whole reference', command: `rde services use ${service}@REGISTRY/IMAGE:TAG`},
    ],
    outcome: 'Nothing was changed.',
  })
}
