import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {checkClusterName} from '@rde/config/cluster/cluster-identity'

/** Flags of every command that runs tools. */
export const commonFlags = {
  verbose: Flags.boolean({char: 'v', description: 'Print every command line that rde runs.', helpGroup: 'GLOBAL'}),
  quiet: Flags.boolean({char: 'q', description: 'Suppress progress output.', helpGroup: 'GLOBAL'}),
}

/** Flags of every rde command: RdeCommand makes everything that follows work on that cluster. */
export const clusterFlag = {
  cluster: Flags.string({
    description: 'Cluster to work on, instead of the one of `rde cluster use`.',
    helpGroup: 'GLOBAL',
    helpValue: 'NAME',
    parse: async (name) => checkClusterName(name),
  }),
}

const nameOptions = {ignoreStdin: true, parse: async (name: string) => checkClusterName(name)}

/** The same as an argument, for commands that act on a whole cluster. */
export const clusterArg = {cluster: Args.string({...nameOptions, description: 'Name of the cluster; as --cluster.'})}

/** For commands that never default to the current cluster. */
export const requiredClusterArg = {
  cluster: Args.string({...nameOptions, description: 'Name of the cluster.', required: true}),
}
