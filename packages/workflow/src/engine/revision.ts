import {createHash} from 'node:crypto'

import type {KubernetesObject} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import {labelKeys} from '../resources/names.js'

/** On revisions: which workflow they belong to. */
export const revisionOwner = 'rde.relay.sh/workflow'

/** Under this key a revision's ConfigMap keeps the bytes of the file. */
const fileKey = 'workflow.yaml'

/** What names a file by its bytes: the first 16 hex digits of their SHA-256, short enough for a label. */
export function revisionOf(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 16)
}

/** Keeps exactly these bytes in the cluster: as text, a ConfigMap would have to be UTF-8. */
export function revisionObject(workflow: string, file: Uint8Array): KubernetesObject {
  const revision = revisionOf(file)
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: revisionName(workflow, revision),
      namespace: tenantsNamespace,
      labels: {[revisionOwner]: workflow, [labelKeys.revision]: revision},
    },
    binaryData: {[fileKey]: Buffer.from(file).toString('base64')},
  }
}

export function revisionName(workflow: string, revision: string): string {
  return `rde-workflow-${workflow}-${revision}`
}

/** The bytes that a revision's ConfigMap keeps; undefined if it keeps none. */
export function revisionFile(object: {readonly binaryData?: Readonly<Record<string, string>>}): Buffer | undefined {
  const kept = object.binaryData?.[fileKey]
  return kept === undefined ? undefined : Buffer.from(kept, 'base64')
}
