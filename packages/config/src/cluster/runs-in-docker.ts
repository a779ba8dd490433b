import type {RdeConfig} from '../schema/v1.js'

/**
 * Whether the cluster's nodes, registry and load balancer are containers of Docker here. Of one whose config.json is not there,
 * too: then Docker tells what is left of it.
 */
export function runsInDocker(config: Pick<RdeConfig, 'cluster'> | undefined): boolean {
  return config?.cluster.attached === undefined
}
