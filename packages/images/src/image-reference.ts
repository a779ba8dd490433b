import {exitCodes, RdeError} from '@rde/errors'

/** The grammar of Docker's references (distribution/reference), by component. */
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const hostGrammar = /^(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*|\[[a-fA-F0-9:]+\])(?::\d+)?$/
const tagGrammar = /^\w[\w.-]{0,127}$/
const digestGrammar = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/
/** Docker rejects longer names, and treats names of the form `imageId` as image ids. */
const longestName = 255
const imageId = /^[a-f0-9]{64}$/

const dockerHub = 'docker.io'

interface Parts {
  /** `docker.io` unless the name contains another host. */
  readonly host: string
  /** Without the host: `library/alpine`. */
  readonly repository: string
  /** `latest` if neither a tag nor a digest is given. */
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/**
 * The name of an image, completed with Docker's defaults. Every external name passes `parse` or `read`, so that it
 * contains nothing that a program could interpret as a flag, or a shell as its syntax.
 */
export class ImageReference implements Parts {
  readonly host: string
  readonly repository: string
  readonly tag: string | undefined
  readonly digest: string | undefined

  private constructor({host, repository, tag, digest}: Parts) {
    this.host = host
    this.repository = repository
    this.tag = tag
    this.digest = digest
  }

  /** Undefined if Docker would reject it. */
  static read(text: string): ImageReference | undefined {
    const parts = split(text)
    const valid =
      parts.host.length + parts.repository.length < longestName &&
      hostGrammar.test(parts.host) &&
      !/(^|\.)-|-($|\.|:)/.test(parts.host) &&
      parts.repository.split('/').every((one) => component.test(one)) &&
      (parts.tag === undefined || tagGrammar.test(parts.tag)) &&
      (parts.digest === undefined || digestGrammar.test(parts.digest)) &&
      !imageId.test(text)
    return valid ? new ImageReference(parts) : undefined
  }

  /** Throws RDE_IMAGE_REFERENCE (exit 2) if Docker would reject it. */
  static parse(text: string): ImageReference {
    const reference = ImageReference.read(text)
    if (reference !== undefined) return reference
    const lowered = ImageReference.read(text.toLowerCase())
    throw refused(text, lowered && `Repository names are lower case: ${lowered}`)
  }

  /** Like `parse`, but requires a tag and rejects a digest. */
  static parseTagged(text: string): ImageReference {
    const reference = ImageReference.parse(text)
    if (reference.digest === undefined) return reference
    throw refused(text, 'Name the image by its tag, without a digest.')
  }

  /** Parses each name with `parseTagged` and removes duplicates. */
  static parseAll(texts: readonly string[]): ImageReference[] {
    const references = texts.map(ImageReference.parseTagged)
    return [...new Map(references.map((reference) => [reference.canonical, reference])).values()]
  }

  /** As the Kubernetes runtime stores it: `docker.io/library/alpine:latest`. Equal for equal names. */
  get canonical(): string {
    return `${this.host}/${this.repository}${this.#version}`
  }

  /** As Docker lists it: `alpine:latest`. */
  get familiar(): string {
    return `${this.familiarName}${this.#version}`
  }

  /** `familiar` without tag and digest. */
  get familiarName(): string {
    if (this.host !== dockerHub) return `${this.host}/${this.repository}`
    const [first = '', second, ...more] = this.repository.split('/')
    if (first === 'library' && second !== undefined && more.length === 0) return second
    return isHost(first) ? `${dockerHub}/${this.repository}` : this.repository
  }

  /** Without the host: its path in a registry that mirrors all hosts. `library/alpine:latest` */
  get path(): string {
    return `${this.repository}${this.#version}`
  }

  withTag(tag: string): ImageReference {
    return new ImageReference({...this, tag, digest: undefined})
  }

  /** The same name for this content alone: `alpine:latest@sha256:…` */
  withDigest(digest: string): ImageReference {
    return new ImageReference({...this, digest})
  }

  withoutTag(): ImageReference {
    return new ImageReference({...this, tag: undefined})
  }

  withoutDigest(): ImageReference {
    return new ImageReference({...this, digest: undefined})
  }

  equals(other: ImageReference): boolean {
    return this.canonical === other.canonical
  }

  toString(): string {
    return this.familiar
  }

  toJSON(): string {
    return this.familiar
  }

  get #version(): string {
    return `${this.tag === undefined ? '' : `:${this.tag}`}${this.digest === undefined ? '' : `@${this.digest}`}`
  }
}

function split(text: string): Parts {
  const [tagged, digest] = splitAt(text, text.indexOf('@'))
  const colon = tagged.lastIndexOf(':')
  const [name, tag] = splitAt(tagged, colon > tagged.lastIndexOf('/') ? colon : -1)
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(0, slash))
  const [host, path] = isHost(first) ? [first, name.slice(slash + 1)] : [dockerHub, name]
  const onHub = host === dockerHub || host === `index.${dockerHub}`
  return {
    host: onHub ? dockerHub : host,
    repository: onHub && !path.includes('/') ? `library/${path}` : path,
    tag: tag ?? (digest === undefined ? 'latest' : undefined),
    digest,
  }
}

/** The text before and after an index; for a negative index, the whole text and undefined. */
function splitAt(text: string, index: number): [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)]
}

/** Whether the first component of a name is a host: Docker's rule. */
function isHost(first: string): boolean {
  return /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
}

function refused(text: string, why: string | undefined): RdeError {
  const shown = JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text)
  return new RdeError(`${shown} is not a valid image reference.${why === undefined ? '' : ` ${why}`}`, {
    code: 'RDE_IMAGE_REFERENCE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'List the images in Docker', command: 'docker images'}],
    outcome: 'Nothing was changed.',
  })
}
