import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {checkClusterName} from '@rde/config/cluster/cluster-identity'

/** What every command that runs tools takes. */
export const commonFlags = {
  verbose: Flags.boolean({char: 'v', description: 'Print every command line that rde runs.', helpGroup: 'GLOBAL'}),
  quiet: Flags.boolean({char: 'q', description: 'Suppress progress output.', helpGroup: 'GLOBAL'}),
}

/** What every command of ours takes: RdeCommand makes all that follows work on that cluster. */
export const clusterFlag = {
  cluster: Flags.string({
    description: 'Cluster to work on, instead of the one of `rde cluster use`.',
    helpGroup: 'GLOBAL',
    helpValue: 'NAME',
    parse: async (name) => checkClusterName(name),
  }),
}

const word = {ignoreStdin: true, parse: async (name: string) => checkClusterName(name)}

/** The same by a word, for commands that are about a cluster as a whole. */
export const clusterArg = {cluster: Args.string({...word, description: 'Name of the cluster; as --cluster.'})}

/** For commands that never mean the cluster which is used otherwise. */
export const requiredClusterArg = {cluster: Args.string({...word, description: 'Name of the cluster.', required: true})}
