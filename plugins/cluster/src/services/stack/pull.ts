import {mkdir} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {formatYaml, writeFileAtomically} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {pullSources, stackJsonSchema, type ChosenStack, type Stack} from '@rde/stack'

import {openStack, type ExtensionsFor} from './open-stack.js'

export interface PullOptions {
  readonly choice?: string | undefined
  /** Made if it is missing. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly extensionsFor?: ExtensionsFor
  report(line: string): void
}

export interface PulledStack {
  readonly folder: string
  readonly files: readonly string[]
  readonly notes: readonly string[]
}

const header = `# yaml-language-server: $schema=./stack.schema.json
# Written by \`rde stack pull\`: a stack whose sources all lie in this folder. Start from it: rde cluster start --stack FOLDER
`

/** Brings every source of the stack, of all profiles, into a folder that `--stack` takes. Images are not among them. */
export async function pullStack(
  session: Session,
  {choice, signal, extensionsFor, report, ...options}: PullOptions,
): Promise<PulledStack> {
  const folder = resolve(options.folder)
  const {stack, context} = await openStack(session, {choice, signal, ...(extensionsFor && {extensionsFor})})
  await mkdir(folder, {recursive: true})
  const pulled = await pullSources(stack.declared, {folder, report}, stack.sourceContext(context))
  await writeFileAtomically(join(folder, 'stack.yaml'), header + formatYaml(withoutExtensions(pulled.stack, stack)))
  await writeFileAtomically(join(folder, 'stack.schema.json'), `${JSON.stringify(stackJsonSchema(), undefined, 2)}\n`)
  return {folder, files: [...pulled.files, 'stack.yaml', 'stack.schema.json'], notes: pulled.notes}
}

/** An extension brings its own parts wherever it is installed; only what they are made of belongs in the folder. */
function withoutExtensions({components, serviceImages, ...rest}: Stack, chosen: ChosenStack): Stack {
  const ids = Object.keys(components).filter((id) => chosen.extensionOf(id) === undefined)
  const services = Object.keys(serviceImages).filter((name) => !chosen.isAdded(name))
  return {
    ...rest,
    components: Object.fromEntries(ids.map((id) => [id, components[id]!])),
    serviceImages: Object.fromEntries(services.map((name) => [name, serviceImages[name]!])),
  }
}
