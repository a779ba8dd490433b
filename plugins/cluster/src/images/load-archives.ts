import {readdir} from 'node:fs/promises'
import {basename, join} from 'node:path'

import type {ImageReference} from '@rde/images'
import {imageIds, type PhaseContext} from '@rde/plugin-kit'

/** Loads the image archives (`*.tar`) of a stack's folder into Docker, if a wanted image is missing. */
export async function loadArchives(
  folder: string | undefined,
  wanted: readonly ImageReference[],
  context: PhaseContext,
): Promise<void> {
  const archives = await archivesToLoad(folder, wanted, context)
  for (const archive of archives) {
    context.report(`loading ${basename(archive)}`)
    await context.docker.load(archive)
  }
  if (archives.length > 0) context.answers.forget(imageIds)
}

/** Returns none if Docker has all wanted images. */
export async function archivesToLoad(
  folder: string | undefined,
  wanted: readonly ImageReference[],
  {answers}: Pick<PhaseContext, 'answers'>,
): Promise<string[]> {
  if (folder === undefined) return []
  const ids = await answers.of(imageIds)
  if (wanted.every(({familiar}) => ids.has(familiar))) return []
  const archives = (await readdir(folder)).filter((file) => file.endsWith('.tar'))
  return archives.map((name) => join(folder, name))
}
