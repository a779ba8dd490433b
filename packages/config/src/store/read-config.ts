import {readFileSync, statSync} from 'node:fs'

import type {Secrets} from '@rde/process-runner'

import {secretsOf} from './config-secrets.js'
import type {DataDirectory} from '../cluster/data-directory.js'
import {checkConfig, parseConfig} from './parse-config.js'
import {parseJson} from '../documents/parse-json.js'
import {readText} from '../files/read-text.js'
import type {Migration} from '../schema/migrations.js'
import type {RdeConfig} from '../schema/v1.js'

/**
 * config.json, its defaults filled in; undefined if there is none. Takes no lock and writes nothing: what it gives is
 * whole, but may be older than what a running `rde` is about to write. All problems of the file are in one RdeError.
 */
export async function readConfig(data: DataDirectory): Promise<RdeConfig | undefined> {
  const text = await readText(data.config)
  return text === undefined ? undefined : parseConfigOf(data, text)
}

/** Reads config.json as `readConfig`; what it keeps secret is masked from then on. The way for every command. */
export async function openConfig({data, secrets}: OpenConfigContext): Promise<RdeConfig | undefined> {
  const config = await readConfig(data)
  if (config !== undefined) secrets.learn(secretsOf(config))
  return config
}

/**
 * What config.json keeps secret, of one with mistakes in it as well: a session knows it before it runs the first tool, whether
 * or not its command reads the file. None where it cannot be read; whoever needs it says why.
 */
export function keptSecrets(data: DataDirectory): string[] {
  try {
    if (!statSync(data.config).isFile()) return []
    return secretsOf(parseJson(readFileSync(data.config, 'utf8')).value as RdeConfig)
  } catch {
    return []
  }
}

export interface OpenConfigContext {
  readonly data: DataDirectory
  readonly secrets: Pick<Secrets, 'learn'>
}

/** As `parseConfig`, with the backup as a remedy if there is one worth taking. */
export async function parseConfigOf(data: DataDirectory, text: string, options: ParseOptions = {}): Promise<RdeConfig> {
  const {steps, path = data.config} = options
  const valid = checkConfig(text, steps).config
  if (valid) return valid
  const backup = await readText(data.configBackup).catch(() => undefined)
  const usable = backup !== undefined && checkConfig(backup, steps).config !== undefined
  return parseConfig(text, path, usable && path === data.config ? data.configBackup : undefined)
}

interface ParseOptions {
  readonly steps?: readonly Migration[]
  /** Where the text is from, if not from config.json. */
  readonly path?: string
}
