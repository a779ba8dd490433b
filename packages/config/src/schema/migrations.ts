/** A step from one version of config.json to the next. */
export interface Migration {
  readonly from: number
  /** Gets the document in version `from`; returns it in version `from` + 1. */
  migrate(document: Readonly<Record<string, unknown>>): Record<string, unknown>
}

/** The version that this rde writes. */
export const currentVersion = 1

/** None yet: version 1 is the first. Every incompatible change adds one. */
export const migrations: readonly Migration[] = []

/** Migrates a document to the current version, step by step; stops if there is no further step. */
export function migrate(value: unknown, steps: readonly Migration[] = migrations): unknown {
  if (!isDocument(value)) return value
  const step = steps.find(({from}) => from === value['version'])
  return step ? migrate({...step.migrate(value), version: step.from + 1}, steps) : value
}

/** The version in a document, if it is a number. */
export function versionOf(value: unknown): number | undefined {
  const version = isDocument(value) ? value['version'] : undefined
  return typeof version === 'number' ? version : undefined
}

function isDocument(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
