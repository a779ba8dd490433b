import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {componentHash, type PreparedComponent} from '@rde/stack'

import {keepRecord, unfinished, type InstalledRecord} from '../installed-record.js'
import {retryWhileUnreachable} from '../retry-while-unreachable.js'
import {relayCore} from './relay-core-names.js'

type Images = Readonly<Record<string, string | undefined>>

/**
 * What of the RelayCore names the image of each Deployment that the installer makes. The other images take more than a patch:
 * that of Vault's set-up a new Job, the installer's its own Deployment, and the runtime tools are in no workload.
 */
function imagesOfRelayCore({operator, metadataApi, certificateController}: Images): object {
  return {
    operator: {image: operator, admissionWebhookServer: {certificateControllerImage: certificateController}},
    metadataAPI: {image: metadataApi},
  }
}

const patchable = ['operator', 'metadataApi', 'certificateController']

/** The hash of all that relay-core is installed from but for those images. */
export function baseOf(prepared: PreparedComponent): string {
  const charts = prepared.charts.map((chart) => {
    const others = Object.entries(imagesIn(chart.values)).filter(([name]) => !patchable.includes(name))
    return {...chart, values: {...chart.values, images: Object.fromEntries(others)}}
  })
  return componentHash({...prepared, charts})
}

/**
 * Gives the RelayCore the images of this release, for the installer to roll out. Resolves with false where that would not be
 * enough: where anything else changed, or an installation has not ended.
 */
export async function patchImages(
  prepared: PreparedComponent,
  record: InstalledRecord | undefined,
  context: PhaseContext,
): Promise<boolean> {
  if (record?.base === undefined || record.base !== baseOf(prepared)) return false
  // The next start makes the release and its proof.
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

/** The images of the RelayCore as the release has them. Helm leaves alone what a patch changed and its own values did not. */
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
