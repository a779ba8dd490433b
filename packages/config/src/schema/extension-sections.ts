import {randomBytes} from 'node:crypto'

import * as z from 'zod'

import {invalidConfig} from '../store/config-errors.js'
import type {JsonSchema} from './json-schema.js'
import {KnownKeys} from './known-keys.js'
import type {Problem} from './problem.js'
import {schemaProblems} from './schema-problems.js'
import type {RdeConfig} from './v1.js'

/** What an extension declares about its section `extensions.NAME` of config.json. */
export interface SectionDeclaration {
  readonly extension: string
  /** Of type object. Without a schema, the section may contain anything. */
  readonly schema?: JsonSchema | undefined
  /** Names of the secrets that are generated once. */
  readonly credentials: readonly string[]
}

export type Section = Readonly<Record<string, unknown>>

/** The section with its defaults. If it has problems, as it is written. */
export function sectionOf(config: Pick<RdeConfig, 'extensions'>, declaration: SectionDeclaration): Section {
  return checkSection(config, declaration).section
}

/** All problems of the sections of these extensions. */
export function sectionProblems(
  config: Pick<RdeConfig, 'extensions'>,
  declarations: readonly SectionDeclaration[],
): Problem[] {
  return declarations.flatMap((declaration) => checkSection(config, declaration).problems)
}

/** Throws RDE_CONFIG_INVALID with all problems of the sections. */
export function requireSections(
  config: Pick<RdeConfig, 'extensions'>,
  declarations: readonly SectionDeclaration[],
  path: string,
): void {
  const problems = sectionProblems(config, declarations)
  if (problems.length > 0) throw invalidConfig(path, problems)
}

/** The configuration with completed sections: with defaults, and with the secrets that are generated once. */
export function completeSections(config: RdeConfig, declarations: readonly SectionDeclaration[]): RdeConfig {
  const completed = declarations.flatMap((declaration) => {
    const section = withSecrets(sectionOf(config, declaration), declaration.credentials)
    return Object.keys(section).length === 0 ? [] : [[declaration.extension, section] as const]
  })
  return {...config, extensions: {...config.extensions, ...Object.fromEntries(completed)}}
}

/** The JSON Schema of a section, including its credentials, for editors. */
export function sectionSchema({schema, credentials}: SectionDeclaration): JsonSchema {
  const secrets = Object.fromEntries(credentials.map((name) => [name, {type: 'string'}]))
  const properties = {
    ...schema?.properties,
    ...(credentials.length > 0 && {credentials: {type: 'object', properties: secrets}}),
  }
  return {type: 'object', properties, ...(schema && {additionalProperties: false})}
}

function checkSection(
  {extensions}: Pick<RdeConfig, 'extensions'>,
  declaration: SectionDeclaration,
): {section: Section; problems: Problem[]} {
  const {extension, schema} = declaration
  const written = extensions[extension] ?? {}
  if (typeof written !== 'object' || Array.isArray(written)) {
    return {section: {}, problems: [{path: keyOf(extension), line: undefined, message: 'must be an object'}]}
  }
  if (schema === undefined) return {section: written as Section, problems: []}
  const {credentials, ...settings} = written as Record<string, unknown>
  const secrets = credentials === undefined ? {} : {credentials}
  const {data, error} = z.fromJSONSchema(strict(schema)).safeParse(settings)
  if (error === undefined) return {section: {...(data as Section), ...secrets}, problems: []}
  const keys = () => new KnownKeys(atSection(extension, sectionSchema(declaration)))
  const issues = error.issues.map((issue) => ({...issue, path: ['extensions', extension, ...issue.path]}))
  return {section: written as Section, problems: schemaProblems(issues, {extensions: {[extension]: settings}}, {keys})}
}

function strict(schema: JsonSchema): Parameters<typeof z.fromJSONSchema>[0] {
  return {additionalProperties: false, ...schema} as Parameters<typeof z.fromJSONSchema>[0]
}

function atSection(extension: string, schema: JsonSchema): JsonSchema {
  return {properties: {extensions: {properties: {[extension]: schema}}}}
}

function keyOf(extension: string): string {
  return `extensions.${extension}`
}

function withSecrets(section: Section, names: readonly string[]): Section {
  if (names.length === 0) return section
  const kept = (section['credentials'] ?? {}) as Record<string, string>
  const missing = names.filter((name) => typeof kept[name] !== 'string' || kept[name] === '')
  // base64url: needs no quoting in a URL, a shell or YAML.
  const made = missing.map((name) => [name, randomBytes(24).toString('base64url')] as const)
  return {...section, credentials: {...kept, ...Object.fromEntries(made)}}
}
