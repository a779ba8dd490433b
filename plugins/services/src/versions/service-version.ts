import {exitCodes, nearest, RdeError} from '@rde/errors'
import {ImageReference} from '@rde/images'
import type {Service} from '@rde/plugin-kit'

/** A service and the requested version. */
export interface ServiceVersion {
  readonly service: Service
  readonly version: string
}

/** Parses `relay-operator@1.2`. Throws (exit 2) if there is no such service. */
export function parseServiceVersion(text: string, services: readonly Service[]): ServiceVersion {
  const at = text.indexOf('@')
  const [name, version] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 1 || version === '') throw unknownService(`"${text}" is not SERVICE@VERSION.`, services)
  return {service: findService(name, services), version}
}

/** Throws (exit 2) if there is no service of that name. */
export function findService(name: string, services: readonly Service[]): Service {
  const service = services.find((known) => known.name === name)
  if (service !== undefined) return service
  const meant = nearest(
    name,
    services.map((known) => known.name),
  )
  throw unknownService(
    `There is no service "${name}".${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    services,
  )
}

/** The references that a version can mean, in order: a tag of a local image, then a tag in the service's registry. */
export function candidates({service, version}: ServiceVersion): ImageReference[] {
  if (/[/:]/.test(version)) return [ImageReference.parseTagged(version)]
  return [service.local, service.pullFrom].map((name) =>
    ImageReference.parseTagged(`${ImageReference.parse(name).familiarName}:${version}`),
  )
}

function unknownService(message: string, services: readonly Service[]): RdeError {
  const names = services.map(({name}) => name).join(', ')
  return new RdeError(`${message} ${names === '' ? 'The profile bare has no services.' : `Services: ${names}.`}`, {
    code: 'RDE_SERVICE_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [{what: 'List services and versions', command: 'rde services list'}],
    outcome: 'Nothing was changed.',
  })
}
