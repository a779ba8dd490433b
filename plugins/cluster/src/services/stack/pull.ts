import {join, resolve} from 'node:path'

import {makeFolder} from '@rde/config/files/make-folder'
import {formatYaml, writeFileAtomically} from '@rde/config'
import {isRdeError, RdeError} from '@rde/errors'
import {ImageLayout, ImageReference, taggedName} from '@rde/images'
import {runSteps, type Session, type Step, type StepOptions} from '@rde/plugin-kit'
import {pullSources, stackJsonSchema, type ChosenStack, type Stack, type StackContext} from '@rde/stack'
import {httpClient} from '@rde/toolchain/download/http-client'
import type {Platform} from '@rde/toolchain/managed-tools/managed-tools'
import {pullTools} from '@rde/toolchain/managed-tools/pull-tools'

import {openStack, type OpenOptions} from './open-stack.js'
import {imagesToSave, saveImages} from './save-images.js'
import {writeSums} from './write-sums.js'

export interface PullOptions extends OpenOptions, StepOptions {
  /** Created if missing. */
  readonly folder: string
  readonly images: boolean
  /** Platforms to download the tools for. */
  readonly platforms: readonly Platform[]
}

export interface PulledStack {
  readonly folder: string
  readonly profile: string
  readonly files: readonly string[]
  readonly images: readonly string[]
  readonly platforms: readonly string[]
  readonly notes: readonly string[]
}

const header = `# yaml-language-server: $schema=./stack.schema.json
# Written by \`rde stack pull\`: a stack with all its sources in this folder. Start from it: rde cluster start --stack FOLDER
`

/** Downloads everything that a start needs into a folder for `--stack`. Keeps what an earlier pull downloaded. */
export async function pullStack(session: Session, options: PullOptions): Promise<PulledStack> {
  const {platforms, signal, progress} = options
  const folder = resolve(options.folder)
  const {stack, context} = await openStack(session, options)
  const {profile} = context.config().stack
  makeFolder(folder)
  const wanted = options.images ? imagesToSave(stack, context.config()) : undefined
  let pulled: Pick<PulledStack, 'files' | 'notes'> = {files: [], notes: []}
  let images: readonly string[] = []
  const steps: Step[] = [
    {
      id: 'sources',
      title: 'Sources',
      async run({report}) {
        pulled = await writeSources(stack, {folder, profile, report}, context).catch((error: unknown) => {
          throw withPullRemedies(error, folder)
        })
        return `${pulled.files.length} files`
      },
    },
    {
      id: 'tools',
      title: 'Tools',
      async run({report}) {
        await downloadTools(session, {platforms, folder: join(folder, 'tools'), signal, report})
        return platforms.join(', ')
      },
    },
    {
      id: 'images',
      title: 'Images',
      async run({report}) {
        const layout = new ImageLayout(join(folder, 'images'))
        const all = await wanted!(context)
        const saved = await saveImages(all, layout, {...session.tools({signal}), config: context.config, report})
        images = all.map(({reference}) => reference.familiar)
        return `${saved} of ${all.length} saved`
      },
    },
    {
      id: 'sums',
      title: 'Checksums',
      run: async () => `${await writeSums(folder)} files in SHA256SUMS`,
    },
  ]
  const isWanted = ({id}: Step) =>
    id === 'tools' ? platforms.length > 0 : id === 'images' ? wanted !== undefined : true
  await runSteps(steps.filter(isWanted), {signal, progress})
  return {folder, profile, images, platforms, ...pulled}
}

/** Replaces the remedies of a failed download, which are those of a start. */
function withPullRemedies(error: unknown, folder: string): unknown {
  if (!isRdeError(error) || error.code !== 'RDE_DOWNLOAD_FAILED') return error
  return new RdeError(error.message, {
    code: 'RDE_DOWNLOAD_FAILED',
    remedies: [
      {what: 'Try again; finished downloads are kept', command: `rde stack pull -o '${folder}'`},
      {what: 'Behind a proxy, set it', command: 'export HTTPS_PROXY=http://proxy.example.com:3128'},
    ],
  })
}

interface SourceOptions {
  readonly folder: string
  readonly profile: ReturnType<StackContext['config']>['stack']['profile']
  report(line: string): void
}

async function writeSources(stack: ChosenStack, options: SourceOptions, context: StackContext) {
  const {folder} = options
  const components = stack.components.map(({id}) => id)
  const pulled = await pullSources(stack.declared, {...options, components}, stack.sourceContext(context))
  const document = {...withoutExtensions(pulled.stack, stack), renamed: renamedImages(await stack.images(context))}
  await writeFileAtomically(join(folder, 'stack.yaml'), header + formatYaml(document))
  await writeFileAtomically(join(folder, 'stack.schema.json'), `${JSON.stringify(stackJsonSchema(), undefined, 2)}\n`)
  return {files: [...pulled.files, 'stack.yaml', 'stack.schema.json'], notes: pulled.notes}
}

/** Maps each name with a digest to its tag in the folder. */
function renamedImages(images: readonly string[]): Record<string, string> {
  const byDigest = images.filter((name) => ImageReference.parse(name).digest !== undefined)
  return Object.fromEntries(byDigest.map((name) => [name, taggedName(ImageReference.parse(name)).familiar]))
}

interface ToolOptions extends Pick<PullOptions, 'folder' | 'platforms' | 'signal'> {
  report(line: string): void
}

async function downloadTools({data}: Session, {platforms, folder, signal, report}: ToolOptions): Promise<void> {
  const http = httpClient()
  const mirror = process.env['RDE_DOWNLOAD_MIRROR']
  try {
    await pullTools(platforms, folder, {http, mirror, fetched: data.tools, signal, report})
  } finally {
    await http.close()
  }
}

/**
 * Leaves out the components of extensions, which the installed extension adds. The folder contains only their sources.
 */
function withoutExtensions({components, serviceImages, ...rest}: Stack, chosen: ChosenStack): Stack {
  const ids = Object.keys(components).filter((id) => chosen.extensionOf(id) === undefined)
  const services = Object.keys(serviceImages).filter((name) => !chosen.isAdded(name))
  return {
    ...rest,
    components: Object.fromEntries(ids.map((id) => [id, components[id]!])),
    serviceImages: Object.fromEntries(services.map((name) => [name, serviceImages[name]!])),
  }
}
