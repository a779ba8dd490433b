import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import {withScratchFolder} from '@rde/config/files/with-scratch-folder'

import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import type {ImageLayout} from './image-layout.js'
import {packArchive} from './pack-archive.js'

/** Loads those images from the folder that Docker does not have. Returns how many it loaded. */
export async function loadFromLayout(
  references: readonly ImageReference[],
  layout: ImageLayout,
  {docker, data, report}: Pick<ImageContext, 'docker' | 'data' | 'report'>,
): Promise<number> {
  const ids = await docker.imageIds()
  let loaded = 0
  for (const reference of references.filter(({familiar}) => !ids.has(familiar))) {
    const image = await layout.find(reference)
    // Two phases may load the same image.
    if (image === undefined || (await docker.image(reference.familiar)) !== undefined) continue
    report(`loading ${reference}`)
    makeFolder(data.downloads, privateMode)
    await withScratchFolder(join(data.downloads, '.load-'), async (scratch) => {
      await docker.load(await packArchive(reference, {image, layout, scratch}))
    })
    loaded += 1
  }
  return loaded
}
