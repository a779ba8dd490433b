import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {componentHash, type PreparedComponent} from '@rde/stack'

import {keepRecord, unfinished, type InstalledRecord} from '../installed-record.js'
import {retryWhileUnreachable} from '../retry-while-unreachable.js'
import {relayCore} from './relay-core-names.js'

type Images = Readonly<Record<string, string | undefined>>

/**
 * The fields of the RelayCore with the images of the Deployments that the installer makes. The other images need more
 * than a patch: Vault's set-up needs a new Job, the installer its own Deployment, and no workload has the runtime
 * tools.
 */
function imagesOfRelayCore({operator, metadataApi, certificateController}: Images): object {
  return {
    operator: {image: operator, admissionWebhookServer: {certificateControllerImage: certificateController}},
    metadataAPI: {image: metadataApi},
  }
}

const patchable = ['operator', 'metadataApi', 'certificateController']

/** The hash of everything that relay-core is installed from, except those images. */
export function baseOf(prepared: PreparedComponent): string {
  const charts = prepared.charts.map((chart) => {
    const others = Object.entries(imagesIn(chart.values)).filter(([name]) => !patchable.includes(name))
    return {...chart, values: {...chart.values, images: Object.fromEntries(others)}}
  })
  return componentHash({...prepared, charts})
}

/**
 * Sets the images of this release in the RelayCore, for the installer to roll out. Resolves with false if that is not
 * enough: if anything else changed, or an installation is unfinished.
 */
export async function patchImages(
  prepared: PreparedComponent,
  record: InstalledRecord | undefined,
  context: PhaseContext,
): Promise<boolean> {
  if (record?.base === undefined || record.base !== baseOf(prepared)) return false
  // The next start upgrades the release and makes the probe run.
  if (record.hash !== unfinished)
    await retryWhileUnreachable(() => keepRecord(context.kubectl, {...record, hash: unfinished}), context)
  try {
    await setImages(prepared, context)
    return true
  } catch (error) {
    if (!isProcessError(error) || error.failure === 'cancelled') throw error
    return false
  }
}

/** Sets the images of the release. Helm itself does not revert a patch of fields that its values did not change. */
export async function setImages({charts}: PreparedComponent, context: PhaseContext): Promise<void> {
  const {object, name, namespace} = relayCore
  const values = charts.find(({release}) => release === 'relay-core')?.values ?? {}
  const patch = JSON.stringify({spec: imagesOfRelayCore(imagesIn(values))})
  const args = ['patch', object, name, '--namespace', namespace, '--type=merge', `--patch=${patch}`] as const
  context.report('patching the RelayCore')
  await retryWhileUnreachable(() => context.kubectl.run(...args), context)
}

function imagesIn(values: Readonly<Record<string, unknown>>): Images {
  return (values['images'] ?? {}) as Images
}
