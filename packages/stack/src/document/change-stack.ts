import {basename} from 'node:path'

import type {RdeConfig} from '@rde/config'
import {mergeDocuments} from '@rde/config/documents/merge-documents'
import type {Problem} from '@rde/config/schema/problem'

import {dropStaleSums, type ComponentDocument, type StackDocument} from './stack-document.js'
import {withoutKey} from './without-key.js'

type Changes = RdeConfig['stack']['components']

/** Applies the changes in config.json to a stack. An id that is not in the stack is a problem. */
export function changeStack(
  document: StackDocument,
  changes: Changes,
): {document: StackDocument; problems: readonly Problem[]} {
  const ids = Object.keys(document.components)
  const problems = Object.keys(changes)
    .filter((id) => !ids.includes(id))
    .map((id) => ({
      path: `stack.components.${id}`,
      line: undefined,
      message: `is not a component of the stack; its components are ${ids.join(', ')}`,
    }))
  const components = Object.entries(document.components).map(([id, component]) => {
    const change = changes[id]
    return [id, change ? changeComponent(component, change) : component]
  })
  return {document: {...document, components: Object.fromEntries(components)}, problems}
}

function changeComponent(component: ComponentDocument, change: Changes[string]): ComponentDocument {
  const {version = component.version, source, enabled, overrides = {}} = change
  const versioned = version === component.version ? component : {...dropStaleSums(component), version}
  const sourced = source === undefined ? versioned : fromOneSource(versioned, source)
  const switched = enabled === undefined ? sourced : {...sourced, enabled}
  return mergeDocuments(switched, overrides) as ComponentDocument
}

/** Replaces the sources in every profile: those of the stack's profiles no longer apply. */
function fromOneSource(component: ComponentDocument, source: string): ComponentDocument {
  const inProfile = Object.entries(component.inProfile ?? {}).map(([profile, changes]) => {
    return [profile, withoutKey(changes ?? {}, 'sources')]
  })
  return {...component, sources: [chosenSource(source, component)], inProfile: Object.fromEntries(inProfile)}
}

type SourceDocument = ComponentDocument['sources'][number]

/**
 * The source that `stack.components.ID.source` in config.json names: the address of a manifest or a chart (`oci://…`),
 * or a path. A component from a chart keeps its release.
 */
function chosenSource(source: string, {sources}: ComponentDocument): SourceDocument {
  const chart = sources.find((known) => known.type === 'chart')
  if (chart) {
    const {release, namespace} = chart
    if (!/^(oci|https?):\/\//.test(source)) return {type: 'chart', release, namespace, path: source}
    const name = basename(source)
    return {type: 'chart', release, namespace, repository: source.slice(0, -name.length - 1), name}
  }
  const file = fileName(source)
  return /^https?:\/\//.test(source) ? {type: 'manifest', file, url: source} : {type: 'manifest', file, path: source}
}

function fileName(source: string): string {
  const [plain = ''] = basename(source).split(/[?#]/)
  return /^[A-Za-z0-9][\w.+-]*$/.test(plain) ? plain : 'manifest.yaml'
}
