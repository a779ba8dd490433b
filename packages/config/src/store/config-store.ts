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
 * config.json under the lock. Every call leaves the derived files in line with it. Calls wait for each other, so phases
 * that run side by side may use one store.
 */
export class ConfigStore {
  readonly #context: StoreContext
  readonly #file: ConfigFile
  #last: Promise<unknown> = Promise.resolve()
  #lastInLine: string | undefined

  constructor(context: StoreContext) {
    this.#context = context
    this.#file = new ConfigFile(context.data, context.migrations)
  }

  /** Makes config.json if there is none, and the credentials that are generated once if they are not in it. */
  readOrCreate(): Promise<{config: RdeConfig; created: boolean}> {
    return this.#inTurn(async () => {
      const found = await this.#file.read()
      const config = found ? withCredentials(found.config) : await this.#brandNew()
      if (config !== found?.config) await this.#file.replace(found?.text, asText(config))
      return {config: await this.#inLine(config), created: found === undefined}
    })
  }

  /** An RdeError RDE_CONFIG_ABSENT if there is no config.json. */
  read(): Promise<RdeConfig> {
    return this.#inTurn(async () => this.#inLine((await this.#existing()).config))
  }

  /**
   * Writes what `change` makes of the configuration. If another program changes the file meanwhile, `change` is asked once
   * more; then it is RDE_CONFIG_CHANGED. What the schema refuses is RDE_SETTING_INVALID, and nothing is written. Without a
   * config.json it is RDE_CONFIG_ABSENT, or with `orCreate` a new one with the change already in it.
   */
  update(change: Change, {orCreate = false}: {orCreate?: boolean} = {}): Promise<RdeConfig> {
    return this.#inTurn(async () => {
      const config = await this.#attempt(change, orCreate).catch((error: unknown) => {
        if (isRdeError(error) && error.code === 'RDE_CONFIG_CHANGED') return this.#attempt(change, orCreate)
        throw error
      })
      return this.#inLine(config)
    })
  }

  /**
   * Writes a text as the user typed it, whatever is in the file now, as long as that is still `before`: else it is
   * RDE_CONFIG_CHANGED. Throws RDE_CONFIG_INVALID with all problems of the text, under the name `from`.
   */
  replace({text, before, from}: {text: string; before: string | undefined; from: string}): Promise<RdeConfig> {
    return this.#inTurn(async () => {
      const config = await parseConfigOf(this.#context.data, text, {path: from})
      await this.#file.replace(before, text)
      return this.#inLine(config)
    })
  }

  async #attempt(change: Change, orCreate: boolean): Promise<RdeConfig> {
    const found = orCreate ? await this.#file.read() : await this.#existing()
    const config = found?.config ?? (await this.#brandNew())
    const wanted = change(structuredClone(config))
    // The user's own layout stays until there is something to write.
    if (found && asText(wanted) === asText(config)) return config
    const {config: changed, problems} = checkDocument(wanted)
    if (!changed) throw invalidChange(this.#context.data.config, problems)
    await this.#file.replace(found?.text, asText(changed))
    return changed
  }

  async #existing(): Promise<FoundConfig> {
    const found = await this.#file.read()
    if (!found) throw absentConfig(this.#context.data.config)
    return found
  }

  async #brandNew(): Promise<RdeConfig> {
    const {data, identity} = this.#context
    return withCredentials(await newConfig(data, identity))
  }

  /** Once for the same configuration: nobody else changes it while the lock is held. */
  async #inLine(config: RdeConfig): Promise<RdeConfig> {
    const {data} = this.#context
    const text = asText(config)
    if (text === this.#lastInLine) return config
    await writeConfigSchema(data)
    await writeDerivedFiles(config, data)
    this.#lastInLine = text
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
