import type {RdeConfig} from '@rde/config'
import {registryPortOf, type ClusterInventory} from '@rde/toolchain'

type ShapeSettings = Pick<RdeConfig['cluster'], 'agents' | 'k3sImage' | 'apiPort' | 'registryPort' | 'httpPort'>

export type RunningShape = Partial<ShapeSettings>

/** The settings that can be read from the containers; the others are left out. */
export function runningShape(inventory: ClusterInventory): RunningShape {
  const {servers, agents, loadBalancers} = inventory
  const port = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  const httpBinding = loadBalancers[0]?.ports.find((binding) => binding.endsWith('->80/tcp'))
  const shape = {
    agents: agents.length,
    k3sImage: servers[0]?.image,
    apiPort: port(servers[0]?.labels['k3d.server.api.port']),
    registryPort: registryPortOf(inventory),
    httpPort: port(httpBinding?.match(/:(\d+)->/)?.[1]),
  }
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined))
}

/** A setting that a cluster cannot take on: it waits for `cluster delete` and `start`. */
export interface WaitingSetting {
  readonly key: string
  readonly wanted: unknown
  readonly running: unknown
}

/** What config.json asks for and the running cluster is not. */
export function needsRecreation(wanted: ShapeSettings, running: RunningShape): WaitingSetting[] {
  const fixed = (['k3sImage', 'apiPort', 'registryPort', 'httpPort'] as const).filter(
    (key) => running[key] !== undefined && String(running[key]) !== String(wanted[key]),
  )
  const fewer = running.agents !== undefined && running.agents > wanted.agents ? (['agents'] as const) : []
  return [...fixed, ...fewer].map((key) => ({key: `cluster.${key}`, wanted: wanted[key], running: running[key]}))
}
