import {existsSync} from 'node:fs'
import {isDeepStrictEqual} from 'node:util'

import {
  defaultConfig,
  formatKey,
  getSetting,
  maskSecrets,
  needsRecreate,
  readConfig,
  type KeyPath,
  type RdeConfig,
} from '@rde/config'

import {needsRecreation} from '../../containers/running-shape.js'
import {isUsed} from '../../providers/settings.js'
import {withStore, type ConfigContext} from './open-config.js'

/** What a change of config.json needs to take effect. `nothing`: nothing changed, or there is no cluster yet. */
export type Needs = 'nothing' | 'start' | 'recreate'

export interface ChangedSetting {
  readonly key: string
  /** The values before and after, with secrets masked; `null` if not set. */
  readonly before: unknown
  readonly after: unknown
  readonly changed: boolean
  /** Whether there was no config.json before. */
  readonly created: boolean
  readonly needs: Needs
  /** The changed settings that an existing cluster cannot apply. */
  readonly recreate: readonly string[]
}

export interface SettingChange {
  readonly path: KeyPath
  /** The command recorded in the lock, without the value, which may be a secret. */
  readonly command: string
  change(config: RdeConfig): RdeConfig
}

/** Makes one change under the lock, and returns its effect on the cluster. */
export async function changeSetting(
  context: ConfigContext,
  {path, command, change}: SettingChange,
): Promise<ChangedSetting> {
  return withStore(context, command, async (store) => {
    const created = !existsSync(context.data.config)
    const seen: RdeConfig[] = []
    const current = (await readConfig(context.data).catch(() => undefined)) ?? defaultConfig(context.identity)
    const sections = path[0] === 'extensions' ? await context.sections(current) : undefined
    const noticing = (config: RdeConfig) => {
      seen.push(config)
      const changed = change(config)
      sections?.checkChange(changed, context.data.config)
      return changed
    }
    const after = await store.update(noticing, {orCreate: true})
    const before = seen.at(-1) ?? after
    const shown = (config: RdeConfig) => maskSecrets(getSetting(config, path), path, sections?.settings) ?? null
    const changed = !isDeepStrictEqual(before, after)
    return {
      key: formatKey(path),
      before: shown(before),
      after: shown(after),
      changed,
      created,
      ...(await impactOnCluster(before, after, context)),
    }
  })
}

/**
 * Like `impact`, but compares with the running containers if Docker answers: a change back to their settings needs no
 * new cluster.
 */
async function impactOnCluster(before: RdeConfig, after: RdeConfig, {runningShape}: ConfigContext): Promise<Impact> {
  const byFile = impact(before, after)
  if (byFile.needs !== 'recreate') return byFile
  const running = await runningShape()
  if (running === undefined) return byFile
  const recreate = needsRecreation(after.cluster, running).map(({key}) => key)
  return {needs: recreate.length > 0 ? 'recreate' : 'start', recreate}
}

type Impact = Pick<ChangedSetting, 'needs' | 'recreate'>

/** The effect of a change on the cluster, if there is one. */
export function impact(before: RdeConfig, after: RdeConfig): Impact {
  const clusterExists = after.kubeconfig !== null
  if (!clusterExists || isDeepStrictEqual(before, after)) return {needs: 'nothing', recreate: []}
  const recreate = needsRecreate(before, after).filter((key) => isUsed(key.replace('cluster.', ''), after))
  return {needs: recreate.length > 0 ? 'recreate' : 'start', recreate}
}
