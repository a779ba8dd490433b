import {isDeepStrictEqual} from 'node:util'

import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import type {ClusterInventory} from '@rde/toolchain'

import {parseKubeconfig} from './kubeconfig-document.js'
import {runningSettings} from './running-shape.js'

/**
 * Takes a cluster into a config.json that does not know it (the old one was lost): its kubeconfig is asked of k3d, its
 * ports and image of its containers. Destroys nothing; throws `RDE_CLUSTER_NOT_OURS` where k3d has no answer.
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

/** Asks k3d for the kubeconfig again; resolves with whether it is another one than config.json has. */
export async function renewKubeconfig({k3d, config, updateConfig}: PhaseContext): Promise<boolean> {
  const kubeconfig = parseKubeconfig(await k3d.kubeconfig())
  if (isDeepStrictEqual(kubeconfig, config().kubeconfig)) return false
  await updateConfig((current) => ({...current, kubeconfig}))
  return true
}

function notOurs(name: string, why: string): RdeError {
  return new RdeError(
    `There is a k3d cluster called ${name} that is not in config.json, and k3d cannot print its kubeconfig.\n${why}`,
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
