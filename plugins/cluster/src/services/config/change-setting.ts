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
import {isFollowed} from '../../providers/settings.js'
import {withStore, type ConfigContext} from './open-config.js'

/** When a change of config.json is seen on the cluster. `nothing`: nothing changed, or there is no cluster yet. */
export type Needs = 'nothing' | 'start' | 'recreate'

export interface ChangedSetting {
  readonly key: string
  /** Before and after, secrets masked; `null` if it was not set. */
  readonly before: unknown
  readonly after: unknown
  readonly changed: boolean
  /** Whether there was no config.json before. */
  readonly created: boolean
  readonly needs: Needs
  /** The changed settings that a cluster cannot take on. */
  readonly recreate: readonly string[]
}

export interface SettingChange {
  readonly path: KeyPath
  /** What the lock says of us; without the value, which may be a secret. */
  readonly command: string
  change(config: RdeConfig): RdeConfig
}

/** Makes one change under the lock, and says what it means for the cluster. */
export async function changeSetting(
  place: ConfigContext,
  {path, command, change}: SettingChange,
): Promise<ChangedSetting> {
  return withStore(place, command, async (store) => {
    const created = !existsSync(place.data.config)
    const seen: RdeConfig[] = []
    const current = (await readConfig(place.data).catch(() => undefined)) ?? defaultConfig(place.identity)
    const sections = path[0] === 'extensions' ? await place.sections(current) : undefined
    const noticing = (config: RdeConfig) => {
      seen.push(config)
      const changed = change(config)
      sections?.checkChange(changed, place.data.config)
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
      ...(await impactOnCluster(before, after, place)),
    }
  })
}

/** The same, compared with the running containers where Docker answers: a change back to them needs no new cluster. */
async function impactOnCluster(before: RdeConfig, after: RdeConfig, {runningShape}: ConfigContext): Promise<Impact> {
  const byFile = impact(before, after)
  if (byFile.needs !== 'recreate') return byFile
  const running = await runningShape()
  if (running === undefined) return byFile
  const recreate = needsRecreation(after.cluster, running).map(({key}) => key)
  return {needs: recreate.length > 0 ? 'recreate' : 'start', recreate}
}

type Impact = Pick<ChangedSetting, 'needs' | 'recreate'>

/** What a change means for the cluster, if there is one. */
export function impact(before: RdeConfig, after: RdeConfig): Impact {
  const clusterExists = after.kubeconfig !== null
  if (!clusterExists || isDeepStrictEqual(before, after)) return {needs: 'nothing', recreate: []}
  const recreate = needsRecreate(before, after).filter((key) => isFollowed(key.replace('cluster.', ''), after))
  return {needs: recreate.length > 0 ? 'recreate' : 'start', recreate}
}
