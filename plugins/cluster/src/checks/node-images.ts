import {runsInDocker} from '@rde/config'
import {exitCodes} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {ok, parts, takeInventory, warning, type Check} from '@rde/toolchain'

import {clusterImages} from '../images/cluster-images.js'

/**
 * Warns if a start needs node or k3d images that Docker does not have and no registry provides. Only a warning, because
 * nothing is pulled here and the engine may have mirrors.
 */
export const nodeImages: Check<DoctorContext> = {
  id: 'node-images',
  category: 'images',
  title: 'Images of the cluster',
  problem: {code: 'RDE_NODE_IMAGE', exitCode: exitCodes.failed},
  applies: async ({engine, config}) =>
    config !== undefined && runsInDocker(config) && (await engine.state()).kind === 'answers',

  async run({session, signal, toolchain, config}) {
    const {docker} = session.tools({signal})
    if (parts(await takeInventory(docker, session.identity)).length > 0) return ok('the cluster has its images')
    const [local, {found}] = await Promise.all([docker.imageIds(), toolchain.examine(['k3d'])])
    const wanted = clusterImages(config!.cluster.k3sImage, found.k3d?.version)
    const missing = wanted.map(({familiar}) => familiar).filter((name) => !local.has(name))
    if (missing.length === 0) return ok('Docker has them')
    const refusals = await Promise.all(missing.map((name) => docker.pullRefusal(name)))
    const refused = missing.filter((_, index) => refusals[index] !== undefined)
    if (refused.length === 0) return ok(`cluster start will pull ${missing.join(', ')}`)
    const [reason] = refusals.filter((refusal) => refusal !== undefined)
    return warning(
      `Docker does not have ${refused.join(', ')}, and cannot pull ${refused.length === 1 ? 'it' : 'them'} now: ${reason}`,
      ...refused.map((name) => ({what: 'Pull it once online', command: `docker pull ${name}`})),
    )
  },
}
