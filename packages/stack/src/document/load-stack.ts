import {createHash} from 'node:crypto'

import type {DataDirectory, RdeConfig} from '@rde/config'
import {formatKey} from '@rde/config/schema/key-path'
import type {Problem} from '@rde/config/schema/problem'

import {JsonCache} from '../manifests/json-cache.js'
import {changeStack} from './change-stack.js'
import {checkDocument, checkStack} from './check-stack.js'
import {builtinFolder, findStack, readStackFile, type StackLocation} from './find-stack.js'
import {mapStrings} from './map-strings.js'
import {addExtensions, type StackExtension} from './stack-extension.js'
import {parseYaml} from './parse-yaml.js'
import type {StackDocument} from './stack-document.js'
import {invalidChanges, invalidStack} from './stack-errors.js'
import type {Stack} from './stack-schema.js'

export interface LoadedStack {
  /** Every profile and both ingresses, with the changes of config.json applied and `{version}` filled in. */
  readonly stack: Stack
  readonly location: StackLocation
}

export interface StackChoice {
  /** A stack file or a folder with all sources; by default the one in config.json. */
  readonly choice?: string | undefined
  readonly config: Pick<RdeConfig, 'stack'>
  /** The extensions of teams; their ids must be unique. */
  readonly extensions?: readonly StackExtension[] | undefined
  /** The cache for parsed files: parsing YAML takes longer than querying the cluster. */
  readonly data?: Pick<DataDirectory, 'stacks'> | undefined
}

/** Loads the stack to run. One error, RDE_STACK_INVALID, lists all its problems. */
export async function loadStack({choice, config, extensions = [], data}: StackChoice): Promise<LoadedStack> {
  const location = await findStack(choice ?? config.stack.source ?? undefined)
  const document = addExtensions(await readDocument(location, data && new JsonCache(data.stacks)), extensions)
  const changed = changeStack(document, config.stack.components)
  const {stack, problems} = checkDocument(changed.document)
  if (!stack || changed.problems.length > 0) throw invalidChanges([...changed.problems, ...problems])
  return {stack: withVersions(stack), location}
}

/** The version of the cache. Increase it when `readDocument` returns something else for the same text. */
const reader = 1

/** The stack in its file, without the changes of config.json. */
async function readDocument(location: StackLocation, known: JsonCache | undefined): Promise<StackDocument> {
  const builtin = await readStackFile(await findStack(undefined))
  const text = await readStackFile(location)
  const made = JSON.stringify([reader, text, builtin, location.complete, location.folder === builtinFolder])
  const key = createHash('sha256').update(made).digest('hex')
  const remembered = await known?.find(key)
  if (isStackDocument(remembered)) return remembered
  const document = documentOf(text, {location, builtin})
  await known?.keep(key, document)
  return document
}

function isStackDocument(value: unknown): value is StackDocument {
  return typeof value === 'object' && value !== null && 'components' in value
}

function documentOf(text: string, {location, builtin}: {location: StackLocation; builtin: string}): StackDocument {
  const {document, problems} = checkStack(text, builtin)
  const homeless =
    document && location.folder !== builtinFolder && !location.complete ? homelessSources(document, text) : []
  if (!document || homeless.length > 0) throw invalidStack(location.file, [...problems, ...homeless])
  return document
}

function withVersions(stack: Stack): Stack {
  const components = Object.entries(stack.components).map(([id, component]) => {
    return [id, mapStrings(component, (text) => text.replaceAll('{version}', component.version))] as const
  })
  return {...stack, components: Object.fromEntries(components)}
}

/** Sources that have only a file name: they can only be found in a folder given by --stack. */
function homelessSources({components}: StackDocument, text: string): Problem[] {
  const {lineOf} = parseYaml(text)
  return Object.entries(components).flatMap(([id, {sources}]) =>
    sources.flatMap((source, index) => {
      const address = source.type === 'manifest' ? source.url : source.repository && source.name
      if (address !== undefined || source.path !== undefined) return []
      const path = ['components', id, 'sources', String(index)]
      const needed = source.type === 'manifest' ? 'a url or a path' : 'a repository and a name, or a path'
      return [{path: formatKey(path), line: lineOf(path), message: `needs ${needed}`}]
    }),
  )
}
