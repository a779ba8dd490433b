import {runsInDocker, type RdeConfig} from '@rde/config'

import type {ToolName} from './tools.js'

/** The tools that `cluster start` needs: no k3d for an attached cluster, and no helm if nothing is installed. */
export function toolsOfCluster(config: Pick<RdeConfig, 'cluster' | 'stack'>): ToolName[] {
  const makes = runsInDocker(config) ? (['k3d'] as const) : []
  const installs = config.stack.profile === 'bare' ? [] : (['helm'] as const)
  return ['docker', ...makes, 'kubectl', ...installs]
}
