import {RdeError} from '@rde/errors'
import {LineCounter, parseAllDocuments, type Document, type ScalarTag, type Tags} from 'yaml'

/** A Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {readonly name: string; readonly namespace?: string; readonly [key: string]: unknown}
  readonly [key: string]: unknown
}

const maxCharacters = 32 * 1024 * 1024

/** Manifests are written for kubectl, which reads `0644` as octal. */
const octal: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0[0-7]+$/,
  resolve: (text) => Number.parseInt(text, 8),
}

/** The objects in a YAML text; the items of a List are separate objects. `name` is for errors. */
export function readManifest(text: string, name: string): Manifest[] {
  if (text.length > maxCharacters) throw unusableSource(`${name} is too large: ${text.length} characters.`)
  const documents = parse(text, name)
  const objects = documents.filter((document) => document !== null && document !== undefined).flatMap(itemsOf)
  const broken = objects.findIndex((object) => !isManifest(object))
  if (broken !== -1) throw unusableSource(`${name}: object ${broken + 1} has no apiVersion, kind or metadata.name.`)
  return objects as Manifest[]
}

/** Uses `yaml`, not js-yaml, which is stricter about indentation than some releases are. */
function parse(text: string, name: string): unknown[] {
  const options = {
    schema: 'core',
    merge: true,
    prettyErrors: false,
    customTags: (tags: Tags) => [octal, ...tags],
  } as const
  const lines = new LineCounter()
  try {
    const documents = parseAllDocuments(text, {...options, lineCounter: lines}) as Document.Parsed[]
    const [error] = documents.flatMap(({errors}) => errors)
    if (error) throw new Error(`line ${lines.linePos(error.pos[0]).line}: ${error.message}`)
    // Few aliases are allowed: they can make a small text very large.
    return documents.map((document) => document.toJS({maxAliasCount: 100}) as unknown)
  } catch (error) {
    throw unusableSource(`${name} is not YAML that rde can read: ${(error as Error).message}`)
  }
}

function itemsOf(document: unknown): unknown[] {
  const {kind, items} = document as {kind?: unknown; items?: unknown}
  return kind === 'List' && Array.isArray(items) ? items.flatMap(itemsOf) : [document]
}

export function isManifest(object: unknown): object is Manifest {
  const {apiVersion, kind, metadata} = (object ?? {}) as Partial<Manifest>
  return [apiVersion, kind, metadata?.name].every((part) => typeof part === 'string' && part !== '')
}

/** A source that does not contain valid Kubernetes objects. */
function unusableSource(what: string): RdeError {
  return new RdeError(what, {
    code: 'RDE_STACK_SOURCE_INVALID',
    remedies: [{what: 'See where the sources come from', command: 'rde stack show'}],
  })
}
