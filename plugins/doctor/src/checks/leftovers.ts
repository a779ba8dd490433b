import {exitCodes} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {ok, takeInventory, warning, type Check} from '@rde/toolchain'

/** What a killed rde or k3d may leave in Docker: the network and the volume of a cluster that has no containers. */
export const leftovers: Check<DoctorContext> = {
  id: 'leftovers',
  category: 'cluster',
  title: 'Leftovers',
  problem: {code: 'RDE_LEFTOVERS', exitCode: exitCodes.failed},
  applies: async ({engine}) => (await engine.state()).kind === 'answers',

  async run({session, signal}) {
    const {identity} = session
    const {docker} = session.tools({signal})
    const {containers} = await takeInventory(docker, identity)
    if (containers.length > 0) return ok('none')
    const [networks, volumes] = await Promise.all([
      docker.networks([identity.network]),
      docker.volumes([identity.imagesVolume]),
    ])
    if (networks.length + volumes.length === 0) return ok('none')
    const what = `remove ${[...networks.map((one) => `the network ${one}`), ...volumes.map((one) => `the volume ${one}`)].join(' and ')} of a cluster that is gone`
    return {
      ...warning(
        `The cluster ${identity.name} is gone, but Docker still has ${[...networks, ...volumes].join(', ')}.`,
        {
          what: 'Remove what is left of it',
          command: 'rde cluster delete',
        },
      ),
      mend: {
        what,
        async run() {
          await docker.removeNetworks(networks)
          await docker.removeVolumes(volumes)
        },
      },
    }
  },
}
