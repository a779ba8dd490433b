import {ImageReference, registryOf, type ImageLayout} from '@rde/images'
import {imageIds, type PhaseContext} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'
import type {CheckResult} from '@rde/toolchain'

export interface FolderCheck {
  readonly stack: ChosenStack
  readonly layout: ImageLayout
  /**
   * Images of the cluster itself: those of its containers, and those that its nodes run. Empty if rde makes neither.
   */
  readonly containers: readonly ImageReference[]
  readonly nodes: readonly string[]
}

/**
 * Checks that a start finds all images without a network: in Docker, in the cluster's registry or in the folder of
 * `--stack`.
 */
export async function checkFolder(
  {stack, layout, containers, nodes}: FolderCheck,
  context: PhaseContext,
): Promise<CheckResult[]> {
  const {stack: chosen} = context.config()
  const {images} = await stack.wantedImages(context)
  const services = stack.services.map(({local}) => local)
  const onNodes = [...images, ...nodes, ...services].map(ImageReference.parse)
  const held = await imagesHeld(context)
  const isMissing = async (reference: ImageReference, inRegistry: boolean) =>
    !held.docker.has(reference.familiar) &&
    !(inRegistry && (await held.registry(reference))) &&
    (await layout.find(reference)) === undefined
  const missing = new Set<string>()
  for (const reference of containers) if (await isMissing(reference, false)) missing.add(reference.familiar)
  for (const reference of onNodes) if (await isMissing(reference, true)) missing.add(reference.familiar)
  return missing.size === 0 ? [] : [missingInFolder([...missing], {folder: stack.folder!, profile: chosen.profile})]
}

async function imagesHeld(context: PhaseContext) {
  const registry = registryOf(context)
  const [ids, answered] = await Promise.all([context.answers.of(imageIds), registry.answers()])
  return {
    docker: ids,
    registry: async (reference: ImageReference) =>
      answered && (await registry.find(reference).catch(() => undefined)) !== undefined,
  }
}

function missingInFolder(
  missing: readonly string[],
  {folder, profile}: {folder: string; profile: string},
): CheckResult {
  const count = missing.length === 1 ? 'An image is' : `${missing.length} images are`
  return {
    id: 'images',
    category: 'images',
    title: 'Images',
    problem: {code: 'RDE_IMAGES_MISSING', exitCode: 1},
    status: 'error',
    detail: [`${count} neither in Docker nor in ${folder}:`, ...missing.map((name) => `  ${name}`)].join('\n'),
    remedies: [
      {
        what: 'Complete the folder, where there is a network',
        command: `rde stack pull -o '${folder}' --profile ${profile}`,
      },
      {what: 'Or load them', command: 'docker load --input ARCHIVE.tar'},
    ],
  }
}
