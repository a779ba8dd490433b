import {randomBytes} from 'node:crypto'

import type {ClusterIdentity} from '../cluster/cluster-identity.js'
import {invalidDefaults} from './config-errors.js'
import type {DataDirectory} from '../cluster/data-directory.js'
import {mergeDocuments} from '../documents/merge-documents.js'
import {checkDocument} from './parse-config.js'
import {parseJson, type JsonDocument} from '../documents/parse-json.js'
import {byLine, type Problem} from '../schema/problem.js'
import {readText} from '../files/read-text.js'
import {rdeConfigV1, type RdeConfig} from '../schema/v1.js'

/**
 * The configuration of a new cluster: rde's defaults, overridden by the user's `defaults.json`, if there is one.
 * Without credentials.
 */
export async function newConfig(data: DataDirectory, identity: ClusterIdentity): Promise<RdeConfig> {
  const builtIn = defaultConfig(identity)
  const text = await readText(data.defaults)
  if (text === undefined) return builtIn
  const document = parseJson(text)
  const {plugins, chosen} = withoutOffers(document.value ?? {})
  const {config, problems} = checkDocument(mergeDocuments(builtIn, chosen), document.lineOf)
  const offers = isList(plugins) ? [] : [{path: 'plugins', line: document.lineOf(['plugins']), message: listOfNames}]
  const all = byLine([...document.problems, ...singleClusterProblems(document), ...offers, ...problems])
  if (!config || all.length > 0) throw invalidDefaults(data.defaults, all)
  return {...config, $schema: builtIn.$schema}
}

const listOfNames = 'must be a list of names, as rde plugins install takes them'

function isList(value: unknown): value is readonly string[] | undefined {
  return value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
}

/** Separates the list of extensions to offer, which is not a setting of a cluster. */
function withoutOffers(value: unknown): {plugins?: unknown; chosen: unknown} {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {chosen: value}
  const {plugins, ...chosen} = value as Record<string, unknown>
  return {plugins, chosen}
}

/** The extensions that defaults.json lists for new machines; none if it cannot be read. */
export async function offeredExtensions(data: Pick<DataDirectory, 'defaults'>): Promise<readonly string[]> {
  const {value} = parseJson((await readText(data.defaults)) ?? '{}')
  const {plugins} = Object(value ?? {}) as {plugins?: unknown}
  return isList(plugins) ? (plugins ?? []) : []
}

/** Problems for settings that belong to a single cluster. */
function singleClusterProblems({value, lineOf}: JsonDocument): Problem[] {
  const keys = ['kubeconfig', 'credentials', 'images'].filter((key) => Object.hasOwn(Object(value), key))
  return keys.map((key) => ({
    path: key,
    line: lineOf([key]),
    message: 'belongs to a single cluster and cannot have a default',
  }))
}

/** The defaults of the schema, with the ports of the identity. */
export function defaultConfig({ports}: ClusterIdentity): RdeConfig {
  return rdeConfigV1.parse({version: 1, cluster: {...ports}})
}

/** Adds the credentials that rde generates once; existing ones stay. */
export function withCredentials(config: RdeConfig): RdeConfig {
  const {credentials} = config
  if (credentials.database) return config
  // base64url: needs no quoting in a URL, a shell or YAML.
  const database = {username: 'relay', password: randomBytes(24).toString('base64url')}
  return {...config, credentials: {...credentials, database}}
}
