import type {z} from 'zod'

import {formatKey, type KeyPath} from './key-path.js'
import {KnownKeys} from './known-keys.js'
import type {Problem} from './problem.js'

type Issue = z.core.$ZodIssue
type Locate = (path: KeyPath) => number | undefined

/** The file that a value was read from. */
export interface CheckedFile {
  readonly lineOf?: Locate | undefined
  /** The keys of the file's schema; those of config.json unless given. */
  readonly keys?: () => KnownKeys
}

/** The problems that the schema found, in our words: zod's messages may change and might repeat a value. */
export function schemaProblems(issues: readonly Issue[], value: unknown, file: CheckedFile = {}): Problem[] {
  const {lineOf = () => undefined, keys = () => new KnownKeys()} = file
  return issues.flatMap((issue) => {
    const path = issue.path.map(String)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...path, key], {lineOf, keys}))
    }
    return [{path: formatKey(path), line: lineOf(path), message: messageFor(issue, valueAt(value, path))}]
  })
}

function unknownKey(path: KeyPath, {lineOf, keys}: {lineOf: Locate; keys: () => KnownKeys}): Problem {
  const nearest = keys().nearest(path)
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  return {path: formatKey(path), line: lineOf(path), message: `is not a setting${hint}`}
}

function messageFor(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return value === undefined ? 'is missing' : `must be ${issue.values.map(String).join(' or ')}`
    case 'invalid_union':
      return value === undefined ? 'is missing' : 'is not one of the allowed values'
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'must have another name'
    case 'invalid_format':
      return issue.format === 'datetime' ? 'must be a time like 2026-01-31T12:00:00Z' : issue.message
    default:
      return issue.message
  }
}

const kinds: Readonly<Record<string, string>> = {
  int: 'a whole number',
  // The schema has no other numbers.
  number: 'a whole number',
  string: 'a string',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], value)
}
