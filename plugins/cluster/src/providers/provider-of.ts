import {readConfig, runsInDocker, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'

import {k3d} from './k3d.js'
import {kubernetes} from './kubernetes.js'
import type {ClusterProvider} from './provider.js'

/** The provider of the cluster in config.json. If that is missing or broken: k3d, which asks Docker what exists. */
export async function providerOf({data}: Pick<Session, 'data'>): Promise<ClusterProvider> {
  return providerFor(await readConfig(data).catch(() => undefined))
}

export function providerFor(config: Pick<RdeConfig, 'cluster'> | undefined): ClusterProvider {
  return runsInDocker(config) ? k3d : kubernetes
}
