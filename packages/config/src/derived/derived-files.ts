import type {DataDirectory} from '../cluster/data-directory.js'
import type {RdeConfig} from '../schema/v1.js'
import {formatYaml} from '../documents/yaml.js'

export interface DerivedFile {
  readonly path: string
  readonly content: string
}

/** The first line of every derived file. rde does not remove a file without it. */
export const derivedHeader = '# Derived from config.json; rde rewrites it. Change it there: rde config edit'

/** The files for kubectl that follow from config.json: the kubeconfig, once there is one. */
export function derivedFiles({kubeconfig}: Pick<RdeConfig, 'kubeconfig'>, data: DataDirectory): DerivedFile[] {
  return kubeconfig ? [{path: data.kubeconfig, content: `${derivedHeader}\n${formatYaml(kubeconfig)}`}] : []
}
