import {isDeepStrictEqual} from 'node:util'

import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import type {ClusterInventory} from '@rde/toolchain'

import {parseKubeconfig} from './kubeconfig-document.js'
import {runningSettings} from './running-shape.js'

/**
 * Adds an existing cluster to a config.json that does not know it (the old one was lost): reads its kubeconfig from
 * k3d, and its ports and image from its containers. Destroys nothing; throws `RDE_CLUSTER_NOT_OURS` if k3d cannot print
 * the kubeconfig.
 */
export async function adoptCluster(
  {k3d, updateConfig, identity}: PhaseContext,
  inventory: ClusterInventory,
): Promise<void> {
  const text = await k3d.kubeconfig().catch((error: Error) => {
    throw notOurs(identity.name, error.message)
  })
  const kubeconfig = parseKubeconfig(text)
  const cluster = runningSettings(inventory)
  await updateConfig((config) => ({...config, kubeconfig, cluster: {...config.cluster, ...cluster}}))
}

/** Saves the current kubeconfig of k3d; resolves with whether it differs from the one in config.json. */
export async function renewKubeconfig({k3d, config, updateConfig}: PhaseContext): Promise<boolean> {
  const kubeconfig = parseKubeconfig(await k3d.kubeconfig())
  if (isDeepStrictEqual(kubeconfig, config().kubeconfig)) return false
  await updateConfig((current) => ({...current, kubeconfig}))
  return true
}

function notOurs(name: string, reason: string): RdeError {
  return new RdeError(
    `There is a k3d cluster called ${name} that is not in config.json, and k3d cannot print its kubeconfig.\n${reason}`,
    {
      code: 'RDE_CLUSTER_NOT_OURS',
      outcome: 'Nothing was changed.',
      remedies: [
        {what: 'Remove that cluster', command: 'rde cluster delete'},
        {what: 'Then create a new one', command: 'rde cluster start'},
      ],
    },
  )
}
