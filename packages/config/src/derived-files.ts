import type {DataDirectory} from './data-directory.js'
import type {RdeConfig} from './schema/v1.js'
import {formatYaml} from './yaml.js'

export interface DerivedFile {
  readonly path: string
  readonly content: string
}

/** The first line of every derived file; what lacks it is not rde's to remove. */
export const derivedHeader = '# Derived from config.json; rde rewrites it. Change it there: rde config edit'

/** What kubectl and helm read, as config.json has it: the kubeconfig, once there is one, and each release's values. */
export function derivedFiles(config: Pick<RdeConfig, 'kubeconfig' | 'helm'>, data: DataDirectory): DerivedFile[] {
  const {kubeconfig, helm} = config
  const values = Object.entries(helm.values).map(([release, content]) => ({path: data.values(release), content}))
  const documents = [...(kubeconfig ? [{path: data.kubeconfig, content: kubeconfig}] : []), ...values]
  return documents.map(({path, content}) => ({path, content: `${derivedHeader}\n${formatYaml(content)}`}))
}
