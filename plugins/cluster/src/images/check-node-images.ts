import type {ImageReference} from '@rde/images'
import {pullRemedies} from '@rde/images'
import {imageIds, type PhaseContext} from '@rde/plugin-kit'
import type {CheckResult} from '@rde/toolchain'

import {clusterImages} from './cluster-images.js'

/**
 * Whether Docker has the images that the containers of a cluster are made from, or can pull them: k3d would find out when half
 * of the cluster stands. Only a pull knows of the mirrors of the engine, so an image is missing only after one has failed.
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

function nodeImageMissing(reference: ImageReference, words: string): CheckResult {
  const command = 'rde cluster start'
  return {
    id: 'node-images',
    category: 'images',
    title: 'Images of the cluster',
    problem: {code: 'RDE_NODE_IMAGE', exitCode: 1},
    status: 'error',
    detail: `The image ${reference.familiar} is not in Docker, and cannot be pulled:\n    ${words}`,
    remedies: [
      ...pullRemedies({reference, words, command}),
      {what: 'Pull it with a network', command: `docker pull ${reference.familiar}`},
      {what: 'Or load an archive of it', command: 'docker load --input ARCHIVE.tar'},
    ],
  }
}
