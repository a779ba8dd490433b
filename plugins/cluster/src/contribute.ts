import type {ContributeHook} from '@rde/plugin-kit'

import {cluster} from './phases/cluster.js'
import {config} from './phases/config.js'
import {nodesReady} from './phases/nodes-ready.js'
import {preflight} from './phases/preflight.js'

const contribute: ContributeHook = async () => ({apiVersion: 1, phases: [preflight, config, cluster, nodesReady]})
export default contribute
