import {exitCodes, RdeError} from '@rde/errors'
import type {Service} from '@rde/plugin-kit'
import {familiarName} from '@rde/images'

/** One service with the version that is wanted of it. */
export interface ServiceVersion {
  readonly service: Service
  readonly version: string
}

/** Reads `relay-operator@1.2`. Throws (exit 2) where there is no such service. */
export function parseServiceVersion(text: string, services: readonly Service[]): ServiceVersion {
  const at = text.indexOf('@')
  const [name, version] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 1 || version === '') throw wrong(`"${text}" does not say which version of which service.`, services)
  const service = services.find((known) => known.name === name)
  if (service === undefined) throw wrong(`There is no service called ${name}.`, services)
  return {service, version}
}

/** The references that a version may mean, the likeliest first: a tag of a local image, then one of the service's registry. */
export function candidates({service, version}: ServiceVersion): string[] {
  if (/[/:]/.test(version)) return [familiarName(version)]
  return [service.local, service.pullFrom].map((reference) => `${repositoryOf(familiarName(reference))}:${version}`)
}

/** The reference without its tag. */
export function repositoryOf(reference: string): string {
  const colon = reference.lastIndexOf(':')
  return colon > reference.lastIndexOf('/') ? reference.slice(0, colon) : reference
}

function wrong(message: string, services: readonly Service[]): RdeError {
  const names = services.map(({name}) => name).join(', ')
  return new RdeError(`${message} ${names === '' ? 'The profile bare has no services.' : `There are: ${names}.`}`, {
    code: 'RDE_SERVICE_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See services and versions', command: 'rde services list'}],
    outcome: 'Nothing was changed.',
  })
}
