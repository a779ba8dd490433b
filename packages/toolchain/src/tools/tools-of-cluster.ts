import {runsInDocker, type RdeConfig} from '@rde/config'

import type {ToolName} from './tools.js'

/** The tools that a start of the cluster runs: no k3d where the nodes are there already, and no helm where nothing is installed. */
export function toolsOfCluster(config: Pick<RdeConfig, 'cluster' | 'stack'>): ToolName[] {
  const makes = runsInDocker(config) ? (['k3d'] as const) : []
  const installs = config.stack.profile === 'bare' ? [] : (['helm'] as const)
  return ['docker', ...makes, 'kubectl', ...installs]
}
