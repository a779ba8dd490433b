import {isMapping, type Mapping} from '../expressions/go-values.js'
import type {Value} from '../document.js'
import type {AskText} from '../run/run-request.js'
import type {MissingInputs} from './missing-inputs.js'
import {type Connections, mergeConnections} from './read-connections.js'

export interface AskedInputs {
  readonly secrets: Readonly<Record<string, string>>
  readonly connections: Connections
}

/** Asks for the missing secrets and connections of a run, one question each. */
export async function askInputs({secrets, connections}: MissingInputs, askHidden: AskText): Promise<AskedInputs> {
  const values: Record<string, string> = {}
  for (const key of secrets) values[key] = await askHidden(`Value of the secret ${key}: `)
  let known: Connections = {}
  for (const {type, name} of connections) {
    const fields = await askFields(`${type}/${name}`, askHidden)
    known = mergeConnections(known, {[type]: {[name]: fields}})
  }
  return {secrets: values, connections: known}
}

async function askFields(connection: string, askHidden: AskText): Promise<Mapping> {
  const form = 'as JSON, such as {"accessKeyID": "…"}: '
  for (let question = `Fields of the connection ${connection}, ${form}`; ; question = `Please ${form}`) {
    const fields = mappingIn(await askHidden(question))
    if (fields !== undefined) return fields
  }
}

function mappingIn(text: string): Mapping | undefined {
  try {
    const value = JSON.parse(text) as Value
    return isMapping(value) ? value : undefined
  } catch {
    return undefined
  }
}
