import {isRdeError} from '@rde/errors'
import {isProcessError, type Secrets} from '@rde/process-runner'

import {type Connections, mergeConnections} from '../inputs/read-connections.js'
import {connectionsPath, secretsPath} from '../resources/names.js'
import {readValue} from './secret-store.js'
import type {Vault} from './vault.js'

/** What Vault keeps for the runs of a workflow. */
export interface KeptInputs {
  readonly secrets: Readonly<Record<string, string>>
  readonly connections: Connections
  /** Masks these values in an event or any other output. */
  readonly mask: <Output>(output: Output) => Output
  /** Why nothing could be read; nothing is masked then. */
  readonly problem?: string
}

/** Reads what Vault keeps for a workflow and masks it from then on. If Vault is not available, `problem` says why. */
export async function readKeptInputs(
  {vault, masking}: {readonly vault: Vault; readonly masking: Pick<Secrets, 'learn' | 'maskDeep'>},
  workflow: string,
): Promise<KeptInputs> {
  const mask = <Output>(output: Output) => masking.maskDeep(output)
  try {
    const kept = await vault.readAll(secretsPath(workflow), connectionsPath(workflow))
    const values = new Map([...kept].map(([path, value]) => [path, readValue(value)]))
    masking.learn([...values.values()])
    return {
      secrets: secretsIn(values, secretsPath(workflow)),
      connections: connectionsIn(values, connectionsPath(workflow)),
      mask,
    }
  } catch (error) {
    if (isProcessError(error)) return {...nothing, mask, problem: `Vault does not answer: ${error.stderr.trim()}`}
    if (!isRdeError(error)) throw error
    return {...nothing, mask, problem: error.message}
  }
}

const nothing = {secrets: {}, connections: {}}

function secretsIn(values: ReadonlyMap<string, string>, root: string): Record<string, string> {
  return Object.fromEntries(below(values, root).map(([[key = ''], value]) => [key, value]))
}

/** `TYPE/NAME` holds an id; `ID/FIELD` holds a field of the connection. */
function connectionsIn(values: ReadonlyMap<string, string>, root: string): Connections {
  const folders = new Map<string, Record<string, string>>()
  for (const [[folder = '', key = ''], value] of below(values, root)) {
    folders.set(folder, {...folders.get(folder), [key]: value})
  }
  const pointers = [...folders].flatMap(([type, byName]) =>
    Object.entries(byName).map((entry) => [type, ...entry] as const),
  )
  return pointers.reduce<Connections>((known, [type, name, id]) => {
    const fields = folders.get(id)
    return fields === undefined ? known : mergeConnections(known, {[type]: {[name]: fields}})
  }, {})
}

/** The entries below a path, each with its path relative to that path. */
function below(values: ReadonlyMap<string, string>, root: string): Array<readonly [readonly string[], string]> {
  const inside = [...values].filter(([path]) => path.startsWith(`${root}/`))
  return inside.map(([path, value]) => [path.slice(root.length + 1).split('/'), value])
}
