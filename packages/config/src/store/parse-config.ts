import {invalidConfig, tooNewConfig} from './config-errors.js'
import {formatKey, type KeyPath} from '../schema/key-path.js'
import {deepest, parseJson} from '../documents/parse-json.js'
import {byLine, type Problem} from '../schema/problem.js'
import {schemaProblems} from '../schema/schema-problems.js'
import {currentVersion, migrate, versionOf, type Migration} from '../schema/migrations.js'
import {rdeConfigV1, type RdeConfig} from '../schema/v1.js'

export interface CheckedConfig {
  /** Undefined if there are problems. */
  readonly config: RdeConfig | undefined
  /** All of them, in the order of the file. */
  readonly problems: readonly Problem[]
  /** The version in the text, if it is a number. If it is not the current one, the text was migrated, or is too new. */
  readonly version: number | undefined
}

/** Reads config.json's text and collects all its problems. `steps` are for tests. */
export function checkConfig(text: string, steps?: readonly Migration[]): CheckedConfig {
  const document = parseJson(text)
  const version = versionOf(document.value)
  const checked = document.value === undefined ? undefined : checkDocument(document.value, document.lineOf, steps)
  const broken = new Set(document.problems.map(({line}) => line))
  // Schema problems on a line with a syntax error may only be consequences of that.
  const others = (checked?.problems ?? []).filter(({line}) => !broken.has(line))
  const problems = byLine([...document.problems, ...others])
  return {config: problems.length === 0 ? checked?.config : undefined, problems, version}
}

type LineOf = (path: KeyPath) => number | undefined

/** Checks a parsed document: all its problems, with their lines if `lineOf` knows them. */
export function checkDocument(
  value: unknown,
  lineOf?: LineOf,
  steps?: readonly Migration[],
): Pick<CheckedConfig, 'config' | 'problems'> {
  const unstorable = unstorableProblems(value, lineOf)
  if (unstorable.length > 0) return {config: undefined, problems: unstorable}
  const migrated = migrate(value, steps)
  const {success, data, error} = rdeConfigV1.safeParse(migrated)
  if (success) return {config: data, problems: []}
  return {config: undefined, problems: schemaProblems(error.issues, migrated, {lineOf})}
}

/** Content that would be lost or could not be read again: JavaScript objects do not reliably keep `__proto__`. */
function unstorableProblems(value: unknown, lineOf: LineOf | undefined, path: KeyPath = []): Problem[] {
  if (typeof value !== 'object' || value === null) return []
  const problem = (at: KeyPath, message: string) => [{path: formatKey(at), line: lineOf?.(at), message}]
  if (path.length > deepest) return problem(path.slice(0, 3), 'is nested too deeply')
  return Object.entries(value).flatMap(([key, part]) => {
    const at = [...path, key]
    return key === '__proto__' ? problem(at, 'cannot be a key') : unstorableProblems(part, lineOf, at)
  })
}

/**
 * The configuration in `text`, with its defaults; throws one RdeError with all problems. `path` is for the message,
 * `backup` an earlier, valid config.json.
 */
export function parseConfig(text: string, path: string, backup?: string): RdeConfig {
  const {config, problems, version} = checkConfig(text)
  if (version !== undefined && version > currentVersion) throw tooNewConfig(path, version)
  if (!config) throw invalidConfig(path, problems, backup)
  return config
}
