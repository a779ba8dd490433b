import {fileReason} from '@rde/config/store/config-errors'
import {readAtMost} from '@rde/config/files/read-at-most'
import {exitCodes, RdeError} from '@rde/errors'
import {parse, YAMLError} from 'yaml'

import type {Value} from '../document.js'
import {isMapping, type Mapping} from '../expressions/go-values.js'

export type Connections = Readonly<Record<string, Readonly<Record<string, Value>>>>

/** Reads a file of connections, in YAML or JSON: the fields by type, then by name. */
export async function readConnections(path: string): Promise<Connections> {
  let content: Value
  try {
    content = parse((await readAtMost(path, 1024 * 1024)).toString()) as Value
  } catch (error) {
    throw invalid(path, whyUnreadable(error as YAMLError | NodeJS.ErrnoException))
  }
  if (!isMapping(content) || !Object.values(content).every(isTableOfFields)) {
    throw invalid(path, 'expected a mapping of types to mappings of names to fields')
  }
  return content as Connections
}

/** Merges connections; those of `second` take precedence. */
export function mergeConnections(first: Connections, second: Connections): Connections {
  const types = [...new Set([...Object.keys(first), ...Object.keys(second)])]
  return Object.fromEntries(types.map((type) => [type, {...first[type], ...second[type]}]))
}

function isTableOfFields(value: Value): value is Readonly<Record<string, Mapping>> {
  return isMapping(value) && Object.values(value).every(isMapping)
}

const reasons: Readonly<Record<string, string>> = {
  EFBIG: 'it is larger than 1 MiB',
}

/** Without the parser's message: it quotes the line, which may contain a secret. */
function whyUnreadable(error: YAMLError | NodeJS.ErrnoException): string {
  if (!(error instanceof YAMLError)) return reasons[error.code ?? ''] ?? fileReason(error)
  const [position] = error.linePos ?? []
  return position === undefined ? 'it is not YAML' : `it is not YAML at line ${position.line}, column ${position.col}`
}

function invalid(path: string, why: string): RdeError {
  return new RdeError(`${path} is not a valid connections file: ${why}`, {
    code: 'RDE_WORKFLOW_CONNECTIONS',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was run.',
    remedies: [{what: 'Write them as', command: '{"aws": {"my-aws": {"accessKeyID": "…"}}}'}],
  })
}
