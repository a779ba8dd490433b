import {awaitRegistry, ImageReference} from '@rde/images'
import type {Phase} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

import {loadArchives} from '../images/load-archives.js'
import {describePushed, pushLines, pushLocalImages} from '../images/push-local-images.js'

/**
 * The sources of the stack, fetched while the nodes come up; and those of its images that are on this machine or in the
 * folder of `--stack`, pushed to the registry. The others are pulled by the nodes.
 */
export function stackImages(parts: ChosenStack): Phase {
  return {
    id: 'stack-images',
    title: 'Stack images',
    after: ['config'],
    deadlineMs: 600_000,
    applies: () => parts.components.length > 0,

    async run(context) {
      context.report('preparing the components')
      const images = (await parts.images(context)).map(ImageReference.parse)
      await loadArchives(parts.folder, images, context)
      const pushed = await pushLocalImages(images, await awaitRegistry(context), context)
      return {changed: pushed.some(({changed}) => changed), detail: describePushed(pushed)}
    },

    preview: async (context) => pushLines((await parts.images(context)).map(ImageReference.parse), context),
  }
}
