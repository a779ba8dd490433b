import {asRunning, type ClusterInventory} from '@rde/toolchain'

import type {ClusterSummary, SummaryContext} from '../providers/provider.js'

/** The state of a cluster in Docker, and the ports that it uses. */
export async function containerSummary({config, inDocker}: SummaryContext): Promise<ClusterSummary> {
  const running = config && inDocker?.inventory ? asRunning(config, inDocker.inventory) : config
  return {
    ports: running && portsOf(running),
    state: inDocker === undefined ? 'unknown' : stateOf(inDocker.inventory),
    createdAt: inDocker?.createdAt?.toISOString(),
  }
}

function portsOf({cluster: {apiPort, registryPort, httpPort}}: NonNullable<SummaryContext['config']>) {
  return {apiPort, registryPort, httpPort}
}

function stateOf(inventory: ClusterInventory | undefined): ClusterSummary['state'] {
  if (inventory === undefined || inventory.containers.length === 0) return 'absent'
  return inventory.servers.some(({state}) => state === 'running') ? 'running' : 'stopped'
}
