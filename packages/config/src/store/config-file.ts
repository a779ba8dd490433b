import {changedConfig} from './config-errors.js'
import type {DataDirectory} from '../cluster/data-directory.js'
import {checkConfig} from './parse-config.js'
import {parseConfigOf} from './read-config.js'
import {readText} from '../files/read-text.js'
import {currentVersion, type Migration} from '../schema/migrations.js'
import type {RdeConfig} from '../schema/v1.js'
import {writeFileAtomically} from '../files/write-file-atomically.js'

/** The content of config.json when it was read. */
export interface FoundConfig {
  readonly text: string
  readonly config: RdeConfig
}

/** config.json on disk, with its backup and its files of older versions. The caller holds the lock. */
export class ConfigFile {
  constructor(
    private readonly data: DataDirectory,
    private readonly steps?: readonly Migration[],
  ) {}

  /** Undefined if there is none. A file of an older version is kept as `config.v<N>.json` and rewritten. */
  async read(): Promise<FoundConfig | undefined> {
    const text = await readText(this.data.config)
    if (text === undefined) return undefined
    const {config = await this.#explain(text), version = currentVersion} = checkConfig(text, this.steps)
    if (version === currentVersion) return {text, config}
    await writeFileAtomically(this.data.configOfVersion(version), text)
    const migrated = asText(config)
    await this.replace(text, migrated)
    return {text: migrated, config}
  }

  /** Throws the problems of a text that `checkConfig` refuses. */
  #explain(text: string): Promise<RdeConfig> {
    return parseConfigOf(this.data, text, {...(this.steps && {steps: this.steps})})
  }

  /** Writes `text` if the file still holds `before`, else RDE_CONFIG_CHANGED. */
  async replace(before: string | undefined, text: string): Promise<void> {
    if ((await readText(this.data.config)) !== before) throw changedConfig(this.data.config)
    // A broken file is not kept: it would replace the last valid backup.
    const worthKeeping = before !== undefined && checkConfig(before, this.steps).config !== undefined
    if (worthKeeping) await writeFileAtomically(this.data.configBackup, before)
    await writeFileAtomically(this.data.config, text)
  }
}

export function asText(config: RdeConfig): string {
  return `${JSON.stringify(config, undefined, 2)}\n`
}
