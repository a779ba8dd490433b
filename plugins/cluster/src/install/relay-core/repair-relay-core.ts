import type {PhaseContext} from '@rde/plugin-kit'
import {podsOf, type Snapshot} from '@rde/toolchain'
import {operatorDeployment} from '@rde/toolchain/cluster/relay-core-places'

import {relayCore} from './relay-core-names.js'

const {namespace, object, name, vaultInit} = relayCore

/** Makes the installer look at what it made: it watches the RelayCore only, and any change of it will do. */
export async function touchRelayCore({kubectl}: PhaseContext): Promise<void> {
  const annotation = `rde.relay.sh/repaired-at=${new Date().toISOString()}`
  await kubectl.run('annotate', object, name, '--namespace', namespace, '--overwrite', annotation)
}

/** Makes relay-core set Vault up once more: mounts, policies and roles are its own to make. */
export async function repeatVaultInit(context: PhaseContext): Promise<void> {
  await context.kubectl.run('delete', 'jobs.batch', vaultInit, '--namespace', namespace, '--ignore-not-found')
  await touchRelayCore(context)
}

/**
 * Ends the pods that have a Vault agent; their Deployments bring new ones. An agent keeps its token for as long as it runs,
 * and to a Vault that was initialised anew that token means nothing. It keeps its connection as well: one that started with
 * its node, before that knew the service, may have been connected past the cluster to whoever answers there, and every run
 * that meets it hangs. New pods are also ready sooner than those whose next start is put off because they found Vault sealed.
 */
export async function renewVaultAgents({workloads, pods}: Snapshot, {kubectl}: PhaseContext): Promise<void> {
  const own = workloads.filter(({metadata}) => metadata.namespace === namespace && withAgent.includes(metadata.name))
  const names = own.flatMap((workload) => podsOf(workload, {pods})).map((pod) => pod.metadata.name)
  if (names.length > 0)
    await kubectl.run('delete', 'pods', ...names, '--namespace', namespace, '--grace-period=3', '--ignore-not-found')
}

const withAgent = [operatorDeployment, `${name}-metadata-api`]

/** Which image of the chart's values each Deployment that the installer makes runs first of all. */
const deployments = {
  operator: operatorDeployment,
  metadataApi: `${relayCore.name}-metadata-api`,
  certificateController: `${relayCore.name}-webhook-certificate-controller`,
} as const

/** Right after an upgrade the Deployments of before are still Available: names one that runs another image than wanted. */
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
