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
 * config.json with its defaults; undefined if there is none. Takes no lock and writes nothing: the result is complete,
 * but may be older than what a running `rde` is about to write. All problems of the file are in one RdeError.
 */
export async function readConfig(data: DataDirectory): Promise<RdeConfig | undefined> {
  const text = await readText(data.config)
  return text === undefined ? undefined : parseConfigOf(data, text)
}

/** Like `readConfig`, and masks its secrets from then on. Every command uses this. */
export async function openConfig({data, secrets}: OpenConfigContext): Promise<RdeConfig | undefined> {
  const config = await readConfig(data)
  if (config !== undefined) secrets.learn(secretsOf(config))
  return config
}

/**
 * The secrets in config.json, even if it has mistakes: a session needs them before it runs the first tool, even if its
 * command does not read the file. None if it cannot be read; code that needs the file reports the reason.
 */
export function readConfigSecrets(data: DataDirectory): string[] {
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

/** Like `parseConfig`, with the backup as a remedy if there is a valid one. */
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
  /** The source of the text, if it is not config.json. */
  readonly path?: string
}
