import {readdir} from 'node:fs/promises'
import {join} from 'node:path'

import type {PhaseContext} from '@rde/plugin-kit'
import {familiarName} from '@rde/images'

/** Takes the image archives (`*.tar`) of a stack's folder into Docker, if one of the wanted images is not there yet. */
export async function loadArchives(
  folder: string | undefined,
  wanted: readonly string[],
  {docker, report}: PhaseContext,
): Promise<void> {
  if (folder === undefined) return
  const ids = await docker.imageIds()
  if (wanted.every((reference) => ids.has(familiarName(reference)))) return
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.tar'))) {
    report(`loading ${name}`)
    await docker.load(join(folder, name))
  }
}
