import {RdeError} from '@rde/errors'

import {mapStrings} from '../document/map-strings.js'
import type {SelectedComponent} from '../document/select-components.js'
import type {ResolvedSource} from '../sources/resolve-source.js'
import {describePattern, matchesObject, type ObjectPattern} from './matches-object.js'
import {fillPlaceholders, type Filling} from './fill-placeholders.js'
import {patchObjects} from './patch-objects.js'
import type {Manifest} from './read-manifest.js'
import {ImageRewriter} from './rewrite-images.js'
import type {SourceManifests} from './source-manifests.js'

export interface RenderedChart {
  readonly release: string
  readonly namespace: string
  /** The archive or the folder. */
  readonly path: string
  /** The SHA-256 of the archive, or of all files in the folder. */
  readonly sha256: string
  /** The values in the stack. */
  readonly values: Readonly<Record<string, unknown>>
}

/** The objects and charts of a component, ready to be installed. */
export interface RenderedComponent {
  readonly id: string
  readonly version: string
  /** Must be applied first, and be Established before the rest. */
  readonly crds: readonly Manifest[]
  readonly objects: readonly Manifest[]
  readonly charts: readonly RenderedChart[]
  readonly rewritten: {readonly count: number; readonly images: readonly string[]}
  /** Shown to the user, a line each. */
  readonly warnings: readonly string[]
}

/** The context to render a component: values that are not in the stack file itself. */
export interface RenderContext {
  /** The cluster's registry as pods name it: `NAME.localhost:PORT`. */
  readonly registry: string
  readonly manifests: Pick<SourceManifests, 'read'>
  /** For the component of an extension. */
  readonly filling?: Filling | undefined
  /** The tags, by digest, of images in the folder of the stack. */
  readonly renamed?: Readonly<Record<string, string>>
}

/** Renders the sources of a component: filters objects, rewrites images and applies patches. */
export async function renderComponent(
  component: SelectedComponent,
  sources: readonly ResolvedSource[],
  {registry, manifests, filling, renamed}: RenderContext,
): Promise<RenderedComponent> {
  const fill = <Shape>(document: Shape) => (filling === undefined ? document : fillPlaceholders(document, filling))
  const filled = fill(mapStrings(component, (text) => text.replaceAll('{registry}', registry)))
  const read = await Promise.all(sources.map((one) => (one.source.type === 'manifest' ? manifests.read(one) : [])))
  const rewriter = new ImageRewriter(filled.images, renamed)
  const {crds, objects} = renderObjects(filled, fill(read.flat()), rewriter)
  const charts = sources.flatMap(({source, path, sha256}) => {
    if (source.type !== 'chart') return []
    const {release, namespace} = source
    return [{release, namespace, path, sha256, values: rewriter.rewrite(filled.values[release] ?? {})}]
  })
  const {count, images} = rewriter
  const warnings = rewriter.unused.map((match) => `${component.title}: no image matches ${match}`)
  return {id: component.id, version: component.version, crds, objects, charts, rewritten: {count, images}, warnings}
}

function renderObjects(component: SelectedComponent, read: readonly Manifest[], rewriter: ImageRewriter) {
  const kept = read.filter((object) => isWanted(component, object))
  const all = namespacesFirst(withoutRepetition([...kept, ...(component.add as Manifest[])]))
  const crds = all.filter(isCrd)
  const rewritten = all.filter((object) => !isCrd(object)).map((object) => rewriter.rewrite(object))
  const patched = patchObjects([...crds, ...rewritten], component.patches)
  if (patched.unmatched.length > 0) throw unmatchedPatches(component, patched.unmatched)
  return {crds: patched.objects.slice(0, crds.length), objects: patched.objects.slice(crds.length)}
}

function isWanted({only, leaveOut}: SelectedComponent, object: Manifest): boolean {
  const fits = (pattern: ObjectPattern) => matchesObject(pattern, object)
  return (only?.some(fits) ?? true) && !leaveOut.some(fits)
}

/** kubectl applies objects in the given order, and namespaced objects need their namespace. */
function namespacesFirst(objects: readonly Manifest[]): Manifest[] {
  const isNamespace = ({kind}: Manifest) => kind === 'Namespace'
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))]
}

/** Some releases have the same CRDs in two files. The last copy of an object replaces the first. */
function withoutRepetition(objects: readonly Manifest[]): Manifest[] {
  const byName = new Map(
    objects.map((object) => [
      describePattern({...object, apiVersion: object.apiVersion.replace(/\/.*/, ''), ...object.metadata}),
      object,
    ]),
  )
  return [...byName.values()]
}

function isCrd({kind}: Manifest): boolean {
  return kind === 'CustomResourceDefinition'
}

function unmatchedPatches({id, title}: SelectedComponent, unmatched: readonly string[]): RdeError {
  const objects = unmatched.map((pattern) => `  ${pattern}`).join('\n')
  return new RdeError(`${title} does not contain objects that the stack patches:\n${objects}`, {
    code: 'RDE_STACK_PATCH',
    remedies: [{what: `Correct components.${id}.patches, then check`, command: 'rde stack show'}],
  })
}
