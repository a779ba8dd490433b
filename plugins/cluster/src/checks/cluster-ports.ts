import {runsInDocker} from '@rde/config'
import type {DoctorContext} from '@rde/plugin-kit'
import {ok, parts, portsFree, takeInventory, type Check} from '@rde/toolchain'

import {wantedPorts} from '../containers/ports.js'

/** Whether a start would find its ports free; those of a cluster that is there are its own, and one elsewhere takes none. */
export const clusterPorts: Check<DoctorContext> = {
  ...portsFree,
  applies: async ({engine, config}) =>
    config !== undefined && runsInDocker(config) && (await engine.state()).kind === 'answers',

  async run(context) {
    const {docker} = context.session.tools({signal: context.signal})
    const inventory = await takeInventory(docker, context.session.identity)
    if (parts(inventory).length > 0) return ok('those of the cluster are its own')
    return portsFree.run({...context, ports: wantedPorts(context.config!.cluster, inventory)})
  },
}
