import type {ImageReference} from '@rde/images'
import {pullRemedies} from '@rde/images'
import {imageIds, type PhaseContext} from '@rde/plugin-kit'
import type {CheckResult} from '@rde/toolchain'

import {clusterImages} from './cluster-images.js'

/**
 * Checks that Docker has the images of the cluster's containers or can pull them; k3d would fail halfway through the
 * create. Only a pull uses the mirrors of the engine, so an image counts as missing only after a failed pull.
 */
export async function checkNodeImages(
  {docker, config, report, answers}: PhaseContext,
  k3dVersion?: string,
): Promise<CheckResult[]> {
  const local = await answers.of(imageIds)
  const missing = clusterImages(config().cluster.k3sImage, k3dVersion).filter(({familiar}) => !local.has(familiar))
  const results: CheckResult[] = []
  for (const reference of missing) {
    const refusal = await docker.pullRefusal(reference.familiar)
    if (refusal === undefined) continue
    report(`pulling ${reference.familiar}`)
    const failure = await docker.pull(reference.familiar).then(
      () => undefined,
      (error: Error) => error,
    )
    if (failure !== undefined) results.push(nodeImageMissing(reference, refusal))
  }
  return results
}

function nodeImageMissing(reference: ImageReference, message: string): CheckResult {
  const command = 'rde cluster start'
  return {
    id: 'node-images',
    category: 'images',
    title: 'Images of the cluster',
    problem: {code: 'RDE_NODE_IMAGE', exitCode: 1},
    status: 'error',
    detail: `The image ${reference.familiar} is not in Docker, and cannot be pulled:\n    ${message}`,
    remedies: [
      ...pullRemedies({reference, message, command}),
      {what: 'Pull it once online', command: `docker pull ${reference.familiar}`},
      {what: 'Or load an archive of it', command: 'docker load --input ARCHIVE.tar'},
    ],
  }
}
