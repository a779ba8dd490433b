import {exitCodes, RdeError} from '@rde/errors'
import type {Service} from '@rde/plugin-kit'

import {inOrder, type Axis} from './combinations.js'
import {findService} from './service-version.js'

/** `--versions` as it was typed: `all`, `latest:2`, `1.2,1.3` or `relay-operator=1.2,1.3`. */
export interface VersionChoice {
  /** Undefined for all services that are chosen. */
  readonly service?: string
  readonly versions: readonly string[] | {readonly latest: number}
}

const everything = {latest: Infinity}

/** Reads one value of `--versions`. Throws RDE_USAGE where it is none. */
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
  /** Those whose version is to change; all that have several where none is named. */
  readonly names: readonly string[]
  readonly choices: readonly VersionChoice[]
  /** By service, in any order. */
  readonly available: ReadonlyMap<string, readonly string[]>
}

/** Which versions of which services are combined, services by name and versions in order. */
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

type Chosen = Omit<AxesOptions, 'available'>

/** The services of which it matters which versions there are: those that are chosen, but for those whose versions are listed. */
export function servicesToAsk(options: Chosen): Service[] {
  return chosenServices(options).filter(({name}) => 'latest' in choiceFor(name, options.choices))
}

function chosenServices({services, names, choices}: Chosen): readonly Service[] {
  const named = namesIn({names, choices})
  return named.length === 0 ? services : [...new Set(named)].map((name) => findService(name, services))
}

function namesIn({names, choices}: Pick<Chosen, 'names' | 'choices'>): string[] {
  return [...names, ...choices.flatMap(({service}) => service ?? [])]
}

/** What is said of the service itself counts before what is said of all. */
function choiceFor(service: string, choices: readonly VersionChoice[]): VersionChoice['versions'] {
  const choice = choices.find((one) => one.service === service) ?? choices.find((one) => one.service === undefined)
  return choice?.versions ?? everything
}

function versionsOf(service: string, choices: readonly VersionChoice[], available: readonly string[]): string[] {
  const versions = choiceFor(service, choices)
  // The order of a list is the user's own.
  if (!('latest' in versions)) return [...new Set(versions)]
  return inOrder(available).slice(-versions.latest)
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
