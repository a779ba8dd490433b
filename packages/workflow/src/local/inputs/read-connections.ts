import {readFile} from 'node:fs/promises'

import {RdeError} from '@rde/errors'

import type {Value} from '../../document.js'
import {isMapping, type Mapping} from '../../expressions/go-values.js'

export type Connections = Readonly<Record<string, Readonly<Record<string, Value>>>>

/** A file of connections, YAML or JSON: by type, then by name, the fields. */
export async function readConnections(path: string): Promise<Connections> {
  const {parse} = await import('yaml')
  let content: Value
  try {
    content = parse(await readFile(path, 'utf8')) as Value
  } catch (error) {
    throw invalid(path, (error as Error).message)
  }
  if (!isMapping(content) || !Object.values(content).every(isTableOfFields)) {
    throw invalid(path, 'expected a mapping of types to mappings of names to fields')
  }
  return content as Connections
}

function isTableOfFields(value: Value): value is Readonly<Record<string, Mapping>> {
  return isMapping(value) && Object.values(value).every(isMapping)
}

function invalid(path: string, why: string): RdeError {
  return new RdeError(`${path} holds no connections: ${why}`, {
    code: 'RDE_WORKFLOW_CONNECTIONS',
    exitCode: 2,
    outcome: 'Nothing was run.',
    remedies: [{what: 'Write them as', command: '{"aws": {"my-aws": {"accessKeyID": "…"}}}'}],
  })
}
