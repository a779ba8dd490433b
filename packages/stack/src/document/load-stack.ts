import type {RdeConfig} from '@rde/config'
import {formatKey} from '@rde/config/key-path'
import type {Problem} from '@rde/config/problem'

import {changeStack} from './change-stack.js'
import {checkDocument, checkStack} from './check-stack.js'
import {builtinFolder, findStack, readStackFile, type StackPlace} from './find-stack.js'
import {mapStrings} from './map-strings.js'
import {addExtensions, type StackExtension} from './stack-extension.js'
import {parseYaml} from './parse-yaml.js'
import type {StackDocument} from './stack-document.js'
import {invalidChanges, invalidStack} from './stack-errors.js'
import type {Stack} from './stack-schema.js'

export interface LoadedStack {
  /** All of it: every profile and both ingresses, the choices of config.json made, `{version}` filled in. */
  readonly stack: Stack
  readonly place: StackPlace
}

export interface StackChoice {
  /** A stack file or a folder that holds everything; what config.json says unless given. */
  readonly choice?: string | undefined
  readonly config: Pick<RdeConfig, 'stack'>
  /** What teams add to it; each has its ids to itself. */
  readonly extensions?: readonly StackExtension[] | undefined
}

/** Reads the stack that is to run. One error, RDE_STACK_INVALID, lists all its problems. */
export async function loadStack({choice, config, extensions = []}: StackChoice): Promise<LoadedStack> {
  const place = await findStack(choice ?? config.stack.source ?? undefined)
  const document = addExtensions(await readDocument(place), extensions)
  const changed = changeStack(document, config.stack.components)
  const {stack, problems} = checkDocument(changed.document)
  if (!stack || changed.problems.length > 0) throw invalidChanges([...changed.problems, ...problems])
  return {stack: withVersions(stack), place}
}

/** The stack as its file says, without the choices of config.json. */
async function readDocument(place: StackPlace): Promise<StackDocument> {
  const builtin = await readStackFile(await findStack(undefined))
  const text = await readStackFile(place)
  const {document, problems} = checkStack(text, builtin)
  const homeless = document && place.folder !== builtinFolder && !place.complete ? homelessSources(document, text) : []
  if (!document || homeless.length > 0) throw invalidStack(place.file, [...problems, ...homeless])
  return document
}

function withVersions(stack: Stack): Stack {
  const components = Object.entries(stack.components).map(([id, component]) => {
    return [id, mapStrings(component, (text) => text.replaceAll('{version}', component.version))] as const
  })
  return {...stack, components: Object.fromEntries(components)}
}

/** Sources that say only what they are called: they can be found in a folder given by --stack, and nowhere else. */
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
