import type {RdeConfig} from '@rde/config'
import type {Remedy} from '@rde/errors'
import {imageIds, type PhaseContext} from '@rde/plugin-kit'
import {failedDownloads, type ChosenStack, type FailedDownload} from '@rde/stack'
import {registryOf, ImageReference, pullRemedies} from '@rde/images'
import {type CheckResult} from '@rde/toolchain'
import {readdir} from 'node:fs/promises'

/**
 * Checks before anything is created that every image of the profile is available: as a local tag, in an archive in the
 * folder of `--stack`, in the cluster's registry, or in the registry of its reference. One error lists all missing
 * images.
 */
export async function checkImages(stack: ChosenStack, context: PhaseContext): Promise<CheckResult[]> {
  const {images, failures} = await stack.wantedImages(context)
  const missing = await missingImages(images, stack, context)
  return [
    ...(failures.length === 0 ? [] : [sourcesMissing(failures)]),
    ...(missing.length === 0 ? [] : [imagesMissing(missing, stack, context)]),
  ]
}

interface MissingImage {
  /** The reference to pull it from. */
  readonly source: ImageReference
  readonly name: string
  /** The registry's reason. */
  readonly reason: string
  /** Name of its service, if the image can be built from source. */
  readonly buildable: string | undefined
}

/** A service image is looked up under its local name, then under the reference to pull it from. */
async function missingImages(
  stackImages: readonly string[],
  stack: ChosenStack,
  context: PhaseContext,
): Promise<MissingImage[]> {
  const {docker, answers} = context
  const local = await answers.of(imageIds)
  const services = stack.services.map(({name, local: reference, pullFrom, build}) => ({
    names: [reference, pullFrom].map(ImageReference.parse),
    buildable: build && name,
  }))
  const others = stackImages.map((name) => ({names: [ImageReference.parse(name)], buildable: undefined}))
  const registry = registryOf(context)
  const inRegistry = await registry.answers()
  const missing = await Promise.all(
    [...services, ...others].map(async ({names, buildable}) => {
      if (names.some(({familiar}) => local.has(familiar))) return []
      if (inRegistry && (await registry.find(names[0]!).catch(() => undefined))) return []
      const source = names.at(-1)!
      const reason = await docker.pullRefusal(source.familiar)
      return reason === undefined ? [] : [{source, name: names.join(', from '), reason, buildable}]
    }),
  )
  const absent = missing.flat()
  return absent.length > 0 && (await hasArchives(stack)) ? [] : absent
}

/** The content of archives is known only when a later phase loads them. */
async function hasArchives({folder}: ChosenStack): Promise<boolean> {
  if (folder === undefined) return false
  return (await readdir(folder)).some((name) => name.endsWith('.tar'))
}

type Profile = RdeConfig['stack']['profile']

const fromFolder: Remedy = {
  what: 'Or give a folder that holds everything',
  command: 'rde cluster start --stack DIR',
}

function smaller(profile: Profile): Remedy[] {
  const names = profile === 'full' ? ['core', 'bare'] : ['bare']
  return names.map((name) => ({what: 'Or start a smaller profile', command: `rde cluster start --profile ${name}`}))
}

/** Without these sources, their images are unknown. */
function sourcesMissing(failures: readonly FailedDownload[]): CheckResult {
  const {code, message} = failedDownloads(failures)
  return {
    id: 'sources',
    category: 'images',
    title: 'Sources of the stack',
    problem: {code, exitCode: 1},
    status: 'error',
    detail: message,
    // `core` needs most of the same files; `bare` needs none of them.
    remedies: [{what: 'Try again with a network', command: 'rde cluster start'}, fromFolder, ...smaller('core')],
  }
}

function imagesMissing(
  missing: readonly MissingImage[],
  {folder}: ChosenStack,
  {config}: Pick<PhaseContext, 'config'>,
): CheckResult {
  const {stack, services} = config()
  const norInFolder = folder === undefined ? '' : ` nor in ${folder}`
  const command = 'rde cluster start'
  const known = missing.flatMap(({source, reason}) => pullRemedies({reference: source, message: reason, command}))
  const remedies: Remedy[] = [
    ...new Map(known.map((remedy) => [remedy.command, remedy])).values(),
    ...buildRemedy(missing, services.source),
    {what: 'Or load them', command: 'docker load --input ARCHIVE.tar'},
    fromFolder,
    ...smaller(stack.profile),
  ]
  const count = missing.length === 1 ? 'An image is' : `${missing.length} images are`
  return {
    id: 'images',
    category: 'images',
    title: 'Images',
    problem: {code: 'RDE_IMAGES_MISSING', exitCode: 1},
    status: 'error',
    detail: [`${count} not in Docker${norInFolder}, and cannot be pulled:`, ...byReason(missing)].join('\n'),
    remedies,
  }
}

function buildRemedy(missing: readonly MissingImage[], source: string | null): Remedy[] {
  const services = missing.flatMap(({buildable}) => buildable ?? [])
  const command = `rde services build ${services.join(' ')} --no-import`
  return services.length === 0
    ? []
    : [{what: `Or build them${source === null ? ', in a checkout of their source' : ` from ${source}`}`, command}]
}

/** Lists the images grouped by reason, each reason once. */
function byReason(missing: readonly MissingImage[]): string[] {
  const general = ({source, reason}: MissingImage) => reason.replaceAll(source.familiar, 'the image')
  const reasons = [...new Set(missing.map(general))]
  return reasons.flatMap((reason) => {
    const images = missing.filter((image) => general(image) === reason)
    return [...images.map(({name}) => `  ${name}`), `    ${images.length === 1 ? images[0]!.reason : reason}`]
  })
}
