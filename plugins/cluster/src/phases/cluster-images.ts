import {loadFromLayout} from '@rde/images'
import {imageIds, type Phase} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'

import {clusterImages} from '../images/cluster-images.js'

/** Loads the images of the containers from the folder of `--stack`. Without a folder, k3d lets Docker pull them. */
export function clusterImagesPhase(stack?: ChosenStack): Phase {
  return {
    id: 'cluster-images',
    title: 'Cluster images',
    after: ['config'],
    deadlineMs: 600_000,
    applies: () => stack?.layout !== undefined,

    async run(context) {
      const loaded = await loadFromLayout(clusterImages(context.config().cluster.k3sImage), stack!.layout!, context)
      if (loaded > 0) context.answers.forget(imageIds)
      return {changed: loaded > 0, detail: loaded > 0 ? `${loaded} loaded` : 'Docker has them'}
    },
  }
}
