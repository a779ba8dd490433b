import {exitCodes, RdeError} from '@rde/errors'

import {repositoryPath} from './registry/registry-names.js'

/** The parts of an image's name, with what Docker would add. */
export interface ImageReference {
  /** `docker.io` unless the name says otherwise. */
  readonly host: string
  /** `library/alpine` */
  readonly repository: string
  readonly tag: string
  /** As Kubernetes' runtime and Docker store it: `docker.io/library/alpine:latest`. Equal for equal names. */
  readonly canonical: string
}

/** The grammar of Docker's own references, without a digest. */
const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const host = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::\\d+)?/)?'
const grammar = new RegExp(`^${host}${part}(?:/${part})*(?::[\\w][\\w.-]{0,127})?$`)

/** Reads the name of an image; undefined where Docker would not take it, or where it is one by digest. */
export function readImageReference(text: string): ImageReference | undefined {
  if (!grammar.test(text)) return undefined
  const path = repositoryPath(text)
  const colon = path.lastIndexOf(':')
  const [first = '', ...rest] = text.split('/')
  const named = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const host = !named || first === 'index.docker.io' ? 'docker.io' : first
  const parts = {host, repository: path.slice(0, colon), tag: path.slice(colon + 1)}
  return {...parts, canonical: `${parts.host}/${parts.repository}:${parts.tag}`}
}

/** As `readImageReference`, but throws an RdeError RDE_IMAGE_REFERENCE (exit 2). */
export function parseImageReference(text: string): ImageReference {
  const reference = readImageReference(text)
  if (reference !== undefined) return reference
  const byDigest = text.includes('@')
  throw new RdeError(`"${text}" is not the name of an image${byDigest ? ' with a tag' : ''}.`, {
    code: 'RDE_IMAGE_REFERENCE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Name it as docker images does', command: 'rde images import NAME:TAG'}],
    outcome: 'Nothing was changed.',
  })
}
