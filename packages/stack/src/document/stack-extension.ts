import {resolve} from 'node:path'

import type {RdeConfig} from '@rde/config'
import type {Problem} from '@rde/config/schema/problem'
import {formatProblem} from '@rde/config/schema/problem'
import {schemaProblems} from '@rde/config/schema/schema-problems'
import {exitCodes, RdeError} from '@rde/errors'
import * as z from 'zod'

import {component} from './component-schema.js'
import type {ComponentDocument, StackDocument} from './stack-document.js'
import {knownStackKeys, serviceImage, stackId} from './stack-schema.js'

/** The additions of a team's extension to the stack. */
export interface StackExtension {
  readonly name: string
  /** The folder that the paths of its sources are relative to. */
  readonly root: string
  readonly components: Readonly<Record<string, unknown>>
  readonly services: Readonly<Record<string, unknown>>
  /** Its section of config.json. */
  section(config: RdeConfig): Readonly<Record<string, unknown>>
  /** The keys that `{settings.KEY}` and `{credentials.KEY}` may use. */
  readonly placeholders: readonly string[]
}

/** Additions to the stack; `profiles` may be omitted. */
const addition = z.strictObject({
  components: z.record(stackId, component),
  serviceImages: z.record(stackId, serviceImage),
})

const everywhere = ['bare', 'core', 'full'] as const

/** Adds the extensions to a stack. Throws if one is invalid or redefines something in the stack. */
export function addExtensions(document: StackDocument, extensions: readonly StackExtension[]): StackDocument {
  return extensions.reduce((whole, extension) => {
    const added = checked(extension)
    for (const kind of ['components', 'serviceImages'] as const) {
      const taken = Object.keys(added[kind]).find((id) => Object.hasOwn(whole[kind], id))
      if (taken !== undefined)
        throw claimedOfStack(extension.name, kind === 'components' ? 'component' : 'service', taken)
    }
    return {
      ...whole,
      components: {...whole.components, ...added.components},
      serviceImages: {...whole.serviceImages, ...added.serviceImages},
    }
  }, document)
}

function checked(extension: StackExtension): Pick<StackDocument, 'components' | 'serviceImages'> {
  const {components, services} = extension
  const document = {
    components: Object.fromEntries(Object.entries(components).map(([id, one]) => [id, inItsFolder(one, extension)])),
    serviceImages: services,
  }
  const {error} = addition.safeParse(document)
  if (error) throw invalidExtension(extension, schemaProblems(error.issues, document, {keys: knownStackKeys}))
  return document as Pick<StackDocument, 'components' | 'serviceImages'>
}

/** Makes the paths of its sources absolute, and fills in defaults. The schema rejects what is not an object. */
function inItsFolder(declared: unknown, {root}: StackExtension): unknown {
  if (!isObject(declared)) return declared
  const {sources} = declared as Partial<ComponentDocument>
  const placed = Array.isArray(sources)
    ? sources.map((source: unknown) => {
        const path = isObject(source) ? source['path'] : undefined
        if (!isObject(source) || typeof path !== 'string') return source
        // A manifest needs a file name for `rde stack pull`.
        const file = source['type'] === 'manifest' ? {file: path.replace(/.*\//, '')} : {}
        return {...file, ...source, path: resolve(root, path)}
      })
    : sources
  return {profiles: everywhere, ...declared, ...(sources !== undefined && {sources: placed})}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const withoutIt = (name: string) => [
  {what: 'Update it', command: 'rde plugins update'},
  {what: 'Or remove it', command: `rde plugins uninstall ${name}`},
  {what: 'Or start without any', command: 'RDE_PLUGINS=off rde cluster start'},
]

function invalidExtension({name}: StackExtension, problems: readonly Problem[]): RdeError {
  const list = problems.map((problem) => `  ${formatProblem(problem).replace('serviceImages', 'services')}`).join('\n')
  return new RdeError(`What the extension ${name} adds to the stack is invalid:\n${list}`, {
    code: 'RDE_EXTENSION_INVALID',
    exitCode: exitCodes.usage,
    remedies: withoutIt(name),
  })
}

function claimedOfStack(name: string, kind: string, id: string): RdeError {
  return new RdeError(`The extension ${name} claims the ${kind} "${id}", which the stack has.`, {
    code: 'RDE_EXTENSION_CLASH',
    exitCode: exitCodes.usage,
    remedies: withoutIt(name),
  })
}
