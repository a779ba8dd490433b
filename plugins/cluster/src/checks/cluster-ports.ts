import {runsInDocker} from '@rde/config'
import type {DoctorContext} from '@rde/plugin-kit'
import {ok, parts, portsFree, takeInventory, type Check} from '@rde/toolchain'

import {wantedPorts} from '../containers/ports.js'

/** Checks that the ports for a new cluster are free. An existing cluster holds its own; an attached one needs none. */
export const clusterPorts: Check<DoctorContext> = {
  ...portsFree,
  applies: async ({engine, config}) =>
    config !== undefined && runsInDocker(config) && (await engine.state()).kind === 'answers',

  async run(context) {
    const {docker} = context.session.tools({signal: context.signal})
    const inventory = await takeInventory(docker, context.session.identity)
    if (parts(inventory).length > 0) return ok('the cluster has its ports')
    return portsFree.run({...context, ports: wantedPorts(context.config!.cluster, inventory)})
  },
}
