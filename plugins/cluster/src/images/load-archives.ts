import {readdir} from 'node:fs/promises'
import {join} from 'node:path'

import type {ImageReference} from '@rde/images'
import {imageIds, type PhaseContext} from '@rde/plugin-kit'

/** Loads the image archives (`*.tar`) of a stack's folder into Docker, if one of the wanted images is not there yet. */
export async function loadArchives(
  folder: string | undefined,
  wanted: readonly ImageReference[],
  {docker, report, answers}: PhaseContext,
): Promise<void> {
  if (folder === undefined) return
  const ids = await answers.of(imageIds)
  if (wanted.every(({familiar}) => ids.has(familiar))) return
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.tar'))) {
    report(`loading ${name}`)
    await docker.load(join(folder, name))
  }
  answers.forget(imageIds)
}
