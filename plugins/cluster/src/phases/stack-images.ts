import type {Phase} from '@rde/plugin-kit'

import type {StackParts} from '../components/stack-parts.js'
import {awaitRegistry} from '../images/await-registry.js'
import {loadArchives} from '../images/load-archives.js'
import {describeSent, sendImages} from '../images/send-images.js'

/**
 * The sources of the stack, fetched while the nodes come up; and those of its images that are on this machine or in the
 * folder of `--stack`, sent to the registry. The others are pulled by the nodes.
 */
export function stackImages(parts: StackParts): Phase {
  return {
    id: 'stack-images',
    title: 'Stack images',
    after: ['config'],
    deadlineMs: 600_000,
    applies: ({stack}) => stack.profile !== 'bare',

    async run(context) {
      context.report('preparing the components')
      const images = await parts.images(context)
      await loadArchives(parts.folder, images, context)
      const sent = await sendImages(images, await awaitRegistry(context), context)
      return {changed: sent.some(({changed}) => changed), detail: describeSent(sent)}
    },
  }
}
