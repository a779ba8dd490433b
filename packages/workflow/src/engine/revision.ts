import {createHash} from 'node:crypto'

import type {KubernetesObject} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import {labelKeys} from '../resources/names.js'

/** Label of a revision: the workflow that it belongs to. */
export const revisionOwner = 'rde.relay.sh/workflow'

/** The key in a revision's ConfigMap that holds the bytes of the file. */
const fileKey = 'workflow.yaml'

/** Identifies a file by its content: the first 16 hex digits of its SHA-256, short enough for a label. */
export function revisionOf(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 16)
}

/** A ConfigMap with exactly these bytes, stored as binary data: text in a ConfigMap must be UTF-8. */
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

/** The bytes in a revision's ConfigMap; undefined if it has none. */
export function revisionFile(object: {readonly binaryData?: Readonly<Record<string, string>>}): Buffer | undefined {
  const kept = object.binaryData?.[fileKey]
  return kept === undefined ? undefined : Buffer.from(kept, 'base64')
}
