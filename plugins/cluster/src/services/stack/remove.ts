import {ConfigStore, getSetting, readConfig, withLock, type RdeConfig} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import {forgetImage, ImageReference, openImageContext} from '@rde/images'
import {withLockedCluster, type LockedCluster, type LockedClusterOptions, type Session} from '@rde/plugin-kit'

import {installedRecords, type InstalledRecord} from '../../install/installed-record.js'
import {dependantsFirst, removeComponent} from '../../install/remove-component.js'

export interface RemoveOptions extends Omit<LockedClusterOptions, 'command'> {
  readonly components: readonly string[]
  /** Removes everything that this extension added, with its section of config.json. */
  readonly extension?: string | undefined
  /** Whether the next start would install a component again. */
  readonly isWanted: (id: string, config: RdeConfig) => Promise<boolean>
  /** Throws unless the user agrees to the removal. */
  readonly confirm: (found: RemovedParts) => Promise<void>
}

export interface RemovedParts {
  readonly components: readonly string[]
  readonly images: readonly string[]
  /** Keys of config.json. */
  readonly settings: readonly string[]
}

/**
 * Removes components of extensions and their data from the cluster, and their settings from config.json. Dependencies
 * are removed last.
 */
export async function removeComponents(session: Session, options: RemoveOptions): Promise<RemovedParts> {
  const {components, extension} = options
  const config = await readConfig(session.data)
  if (config === undefined) return nothing
  if (config.kubeconfig === null) return removeSettings(session, config, options)
  const args = extension === undefined ? components : ['--extension', extension]
  const command = ['rde stack remove', ...args].join(' ')
  return withLockedCluster(session, {...options, command}, async (cluster) => {
    const records = await chosenRecords(cluster, options)
    const found = partsOf(records, cluster.config(), extension)
    if (found.components.length + found.settings.length + found.images.length === 0) return found
    await options.confirm(found)
    for (const record of records) await removeComponent(record, cluster)
    if (found.images.length > 0) await forgetImages(found.images, cluster)
    await cluster.updateConfig((current) => withoutParts(current, found.components, extension))
    return found
  })
}

async function forgetImages(names: readonly string[], cluster: LockedCluster): Promise<void> {
  const images = await openImageContext(cluster)
  for (const name of names) await forgetImage(ImageReference.parse(name), images)
}

const nothing: RemovedParts = {components: [], images: [], settings: []}

async function removeSettings(
  {data, identity}: Session,
  config: RdeConfig,
  {extension, confirm}: RemoveOptions,
): Promise<RemovedParts> {
  const found = partsOf([], config, extension)
  if (found.settings.length === 0) return found
  await confirm(found)
  await withLock(data, {command: `rde stack remove --extension ${extension}`}, (lock) =>
    new ConfigStore({data, identity, lock}).update((current) => withoutParts(current, [], extension)),
  )
  return found
}

/** In the order of removal. */
async function chosenRecords(
  {kubectl, config}: LockedCluster,
  {components, extension, isWanted}: RemoveOptions,
): Promise<InstalledRecord[]> {
  const records = await installedRecords(kubectl)
  for (const id of components) {
    const record = records.get(id)
    if (record?.origin?.extension === undefined) throw notRemovable(id, [...records.values()])
    if (await isWanted(id, config())) throw stillWanted(record)
  }
  const chosen = [...records.values()].filter(
    ({id, origin}) => components.includes(id) || (extension !== undefined && origin?.extension === extension),
  )
  return dependantsFirst(chosen)
}

function partsOf(records: readonly InstalledRecord[], config: RdeConfig, extension: string | undefined): RemovedParts {
  const components = records.map(({id}) => id)
  const images = records.flatMap(({origin}) => origin?.images ?? [])
  const section = extension === undefined ? undefined : getSetting(config, ['extensions', extension])
  const changed = components.filter((id) => config.stack.components[id] !== undefined)
  return {
    components,
    images: config.images.map(({reference}) => reference).filter((reference) => images.includes(reference)),
    settings: [
      ...(section === undefined ? [] : [`extensions.${extension}`]),
      ...changed.map((id) => `stack.components.${id}`),
    ],
  }
}

function withoutParts(config: RdeConfig, ids: readonly string[], extension: string | undefined): RdeConfig {
  const without = <Value>(record: Readonly<Record<string, Value>>, keys: readonly string[]) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
  return {
    ...config,
    stack: {...config.stack, components: without(config.stack.components, ids)},
    extensions: extension === undefined ? config.extensions : without(config.extensions, [extension]),
  }
}

function notRemovable(id: string, records: readonly InstalledRecord[]): RdeError {
  const removable = records.filter(({origin}) => origin?.extension !== undefined).map((record) => record.id)
  const known = removable.length === 0 ? 'there is none in this cluster' : `there are: ${removable.join(', ')}`
  return new RdeError(`${id} is not a component of an extension; ${known}.`, {
    code: 'RDE_COMPONENT_UNKNOWN',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was removed.',
    remedies: [{what: 'See what is installed', command: 'rde cluster status'}],
  })
}

function stillWanted({id, origin}: InstalledRecord): RdeError {
  return new RdeError(`${id} is part of the stack; the next start would bring it back.`, {
    code: 'RDE_COMPONENT_WANTED',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was removed.',
    remedies: [
      {what: 'Leave it out, then remove it', command: `rde config set stack.components.${id}.enabled false`},
      {what: 'Or remove its extension', command: `rde plugins uninstall ${origin!.extension}`},
    ],
  })
}
