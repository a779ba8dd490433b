import {RdeError} from '@rde/errors'

import type {ImageContext} from './image-context.js'
import type {ImageReference} from './image-reference.js'
import {pullByRuntime} from './nodes/pull-by-runtime.js'

/**
 * Brings Docker what a build has pushed into the cluster's registry under the image's own name, as that and as `product`; the
 * nodes pull it meanwhile. After that it is an image of Docker's like any other, of which the cluster has all.
 */
export async function takePushed(
  {reference, product}: {readonly reference: ImageReference; readonly product: ImageReference},
  context: ImageContext,
): Promise<void> {
  const {docker, registry, report} = context
  const pushed = await registry.find(reference)
  if (pushed === undefined) throw notPushed(reference)
  const pulls = pullByRuntime(reference, Promise.resolve(pushed), context)
  const name = registry.pushName(reference)
  try {
    report(`taking ${reference} from the cluster's registry`)
    await docker.pull(name)
    // Not by each other's names: somebody else may give those to other content meanwhile.
    for (const {familiar} of [reference, product]) await docker.tag(name, familiar)
    await docker.untag(name)
  } finally {
    await pulls
  }
}

function notPushed(reference: ImageReference): RdeError {
  return new RdeError(`The build did not push ${reference}: the cluster's registry does not have it.`, {
    code: 'RDE_IMAGE_MISSING',
    remedies: [{what: 'See where its command pushes to (serviceImages.*.build.push)', command: 'rde stack show'}],
    outcome: 'Running workloads are unchanged.',
  })
}
