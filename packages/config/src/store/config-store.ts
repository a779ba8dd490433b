import {isRdeError} from '@rde/errors'

import type {ClusterIdentity} from '../cluster/cluster-identity.js'
import {absentConfig, invalidChange} from './config-errors.js'
import {asText, ConfigFile, type FoundConfig} from './config-file.js'
import type {DataDirectory} from '../cluster/data-directory.js'
import type {Lock} from '../lock/lock.js'
import {newConfig, withCredentials} from './new-config.js'
import {checkDocument} from './parse-config.js'
import {parseConfigOf} from './read-config.js'
import type {Migration} from '../schema/migrations.js'
import type {RdeConfig} from '../schema/v1.js'
import {writeConfigSchema, writeDerivedFiles} from '../derived/write-derived-files.js'

export interface StoreContext {
  readonly data: DataDirectory
  readonly identity: ClusterIdentity
  /** Held for as long as the store is used. */
  readonly lock: Pick<Lock, 'held'>
  /** For tests; rde's own unless given. */
  readonly migrations?: readonly Migration[]
}

type Change = (config: RdeConfig) => RdeConfig

/**
 * config.json under the lock. Every call also updates the derived files. Calls wait for each other, so parallel phases
 * may use one store.
 */
export class ConfigStore {
  readonly #context: StoreContext
  readonly #file: ConfigFile
  #last: Promise<unknown> = Promise.resolve()
  #lastSynced: string | undefined

  constructor(context: StoreContext) {
    this.#context = context
    this.#file = new ConfigFile(context.data, context.migrations)
  }

  /** Creates config.json if there is none, and generates missing credentials. */
  readOrCreate(): Promise<{config: RdeConfig; created: boolean}> {
    return this.#inTurn(async () => {
      const found = await this.#file.read()
      const config = found ? withCredentials(found.config) : await this.#createNew()
      if (config !== found?.config) await this.#file.replace(found?.text, asText(config))
      return {config: await this.#synced(config), created: found === undefined}
    })
  }

  /** Throws RDE_CONFIG_ABSENT if there is no config.json. */
  read(): Promise<RdeConfig> {
    return this.#inTurn(async () => this.#synced((await this.#readExisting()).config))
  }

  /**
   * Applies `change` to the configuration and writes the result. If another program changes the file meanwhile, tries
   * once more, then throws RDE_CONFIG_CHANGED. If the schema refuses the result, throws RDE_SETTING_INVALID and writes
   * nothing. Without a config.json, throws RDE_CONFIG_ABSENT, or with `orCreate` creates one that includes the change.
   */
  update(change: Change, {orCreate = false}: {orCreate?: boolean} = {}): Promise<RdeConfig> {
    return this.#inTurn(async () => {
      const config = await this.#attempt(change, orCreate).catch((error: unknown) => {
        if (isRdeError(error) && error.code === 'RDE_CONFIG_CHANGED') return this.#attempt(change, orCreate)
        throw error
      })
      return this.#synced(config)
    })
  }

  /**
   * Writes a text as the user typed it, if the file still contains `before`, which may be invalid; else throws
   * RDE_CONFIG_CHANGED. Throws RDE_CONFIG_INVALID with all problems of the text, reported for the path `from`.
   */
  replace({text, before, from}: {text: string; before: string | undefined; from: string}): Promise<RdeConfig> {
    return this.#inTurn(async () => {
      const config = await parseConfigOf(this.#context.data, text, {path: from})
      await this.#file.replace(before, text)
      return this.#synced(config)
    })
  }

  async #attempt(change: Change, orCreate: boolean): Promise<RdeConfig> {
    const found = orCreate ? await this.#file.read() : await this.#readExisting()
    const config = found?.config ?? (await this.#createNew())
    const wanted = change(structuredClone(config))
    // Keep the user's formatting until there is something to write.
    if (found && asText(wanted) === asText(config)) return config
    const {config: changed, problems} = checkDocument(wanted)
    if (!changed) throw invalidChange(this.#context.data.config, problems)
    await this.#file.replace(found?.text, asText(changed))
    return changed
  }

  async #readExisting(): Promise<FoundConfig> {
    const found = await this.#file.read()
    if (!found) throw absentConfig(this.#context.data.config)
    return found
  }

  async #createNew(): Promise<RdeConfig> {
    const {data, identity} = this.#context
    return withCredentials(await newConfig(data, identity))
  }

  /** Updates the derived files, once per configuration: nobody else changes it while the lock is held. */
  async #synced(config: RdeConfig): Promise<RdeConfig> {
    const {data} = this.#context
    const text = asText(config)
    if (text === this.#lastSynced) return config
    await writeConfigSchema(data)
    await writeDerivedFiles(config, data)
    this.#lastSynced = text
    return config
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      if (!this.#context.lock.held) throw new Error('a ConfigStore is used only while its lock is held')
      return job()
    })
    this.#last = turn.catch(() => {})
    return turn
  }
}
