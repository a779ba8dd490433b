import type {Snapshot} from '@rde/toolchain'
import {operatorDeployment} from '@rde/toolchain/relay-core-places'

import {relayCore} from './relay-core-names.js'

/** Which image of the chart's values each Deployment that the installer makes runs first of all. */
const deployments = {
  operator: operatorDeployment,
  metadataApi: `${relayCore.name}-metadata-api`,
  certificateController: `${relayCore.name}-webhook-certificate-controller`,
} as const

/** Right after an upgrade the Deployments of before are still Available: names one that runs another image than wanted. */
export function imageLack(values: Readonly<Record<string, unknown>>, {workloads}: Snapshot): string | undefined {
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
