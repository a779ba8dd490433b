import type {RdeConfig} from '../schema/v1.js'

/**
 * Whether the cluster's nodes, registry and load balancer are containers of Docker on this machine. Also true without a
 * config.json: then Docker shows what is left of the cluster.
 */
export function runsInDocker(config: Pick<RdeConfig, 'cluster'> | undefined): boolean {
  return config?.cluster.attached === undefined
}
