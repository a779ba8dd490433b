import type {PhaseContext} from '@rde/plugin-kit'
import {podsOf, type Snapshot} from '@rde/toolchain'
import {operatorDeployment} from '@rde/toolchain/cluster/relay-core-places'

import {relayCore} from './relay-core-names.js'

const {namespace, object, name, vaultInit} = relayCore

/** Makes the installer check what it made: it watches only the RelayCore, and any change triggers it. */
export async function touchRelayCore({kubectl}: PhaseContext): Promise<void> {
  const annotation = `rde.relay.sh/repaired-at=${new Date().toISOString()}`
  await kubectl.run('annotate', object, name, '--namespace', namespace, '--overwrite', annotation)
}

/** Makes relay-core set up Vault again: it creates the mounts, policies and roles itself. */
export async function repeatVaultInit(context: PhaseContext): Promise<void> {
  await context.kubectl.run('delete', 'jobs.batch', vaultInit, '--namespace', namespace, '--ignore-not-found')
  await touchRelayCore(context)
}

/**
 * Deletes the pods that have a Vault agent; their Deployments create new ones. An agent keeps its token as long as it
 * runs, and a Vault that was initialised again does not know that token. It also keeps its connection: an agent that
 * started before its node knew the service may be connected to a host outside the cluster, and every run that uses it
 * hangs. New pods are also ready sooner than pods in back-off because Vault was sealed.
 */
export async function renewVaultAgents({workloads, pods}: Snapshot, {kubectl}: PhaseContext): Promise<void> {
  const own = workloads.filter(({metadata}) => metadata.namespace === namespace && withAgent.includes(metadata.name))
  const names = own.flatMap((workload) => podsOf(workload, {pods})).map((pod) => pod.metadata.name)
  if (names.length > 0)
    await kubectl.run('delete', 'pods', ...names, '--namespace', namespace, '--grace-period=3', '--ignore-not-found')
}

const withAgent = [operatorDeployment, `${name}-metadata-api`]

/** The Deployments that the installer makes, by the key of their main image in the chart's values. */
const deployments = {
  operator: operatorDeployment,
  metadataApi: `${relayCore.name}-metadata-api`,
  certificateController: `${relayCore.name}-webhook-certificate-controller`,
} as const

/** Names a Deployment that does not run its wanted image: right after an upgrade, the old ones are still Available. */
export function missingImage(values: Readonly<Record<string, unknown>>, {workloads}: Snapshot): string | undefined {
  const images = (values['images'] ?? {}) as Readonly<Record<string, unknown>>
  for (const [key, name] of Object.entries(deployments)) {
    const workload = workloads.find(
      ({metadata}) => metadata.name === name && metadata.namespace === relayCore.namespace,
    )
    const wanted = images[key]
    const runs = workload?.spec.template?.spec?.containers?.map(({image}) => image) ?? []
    if (typeof wanted === 'string' && !runs.includes(wanted)) return `${name} to take ${wanted}`
  }
  return undefined
}
