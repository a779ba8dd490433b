import type {WorkflowDocument} from '../document.js'
import {completeParameters, type Parameters, withDefaults} from '../file/parameters.js'
import {askInputs} from '../inputs/ask-inputs.js'
import {type MissingInputs, missingInputs} from '../inputs/missing-inputs.js'
import {mergeConnections, readConnections} from '../inputs/read-connections.js'
import type {RunRequest} from '../run/run-request.js'
import type {Engine} from './engine.js'
import type {KeptInputs} from './kept-inputs.js'

export interface CompletedInputs {
  readonly parameters: Parameters
  /** May still be loading: creating the run does not depend on it. */
  readonly inputs: Promise<KeptInputs>
}

interface InputsTarget {
  readonly name: string
  readonly document: WorkflowDocument | undefined
}

/**
 * Collects the inputs of a run on the cluster. On a terminal, prompts for missing ones and stores them in Vault.
 * Otherwise reports them as notices, since relay-core passes such a step the expression itself.
 */
export async function completeInputs(
  engine: Engine,
  wanted: InputsTarget,
  request: RunRequest,
): Promise<CompletedInputs> {
  const {name, document} = wanted
  const {local, target, onNotice} = request
  if (document === undefined) {
    await keepConnections(engine, name, local.connections)
    return {parameters: request.parameters, inputs: readIfFollowed(engine, wanted, request)}
  }
  const parameters = await completeParameters(document, {...request, given: request.parameters, target})
  await keepConnections(engine, name, local.connections)
  const known = {parameters: withDefaults(document, parameters), secrets: {}, connections: {}}
  if (request.allowUnresolved || isEmpty(missingInputs(document, known))) {
    return {parameters, inputs: readIfFollowed(engine, wanted, request)}
  }
  const kept = await engine.keptInputs(name)
  const missing = missingInputs(document, {...known, ...kept})
  if (isEmpty(missing) || kept.problem !== undefined) return {parameters, inputs: Promise.resolve(kept)}
  if (request.askHidden === undefined) {
    missingNotices(missing, {name, target}).forEach(onNotice)
    return {parameters, inputs: Promise.resolve(kept)}
  }
  const asked = await askInputs(missing, request.askHidden)
  for (const [key, value] of Object.entries(asked.secrets)) {
    await engine.secrets.set({workflow: name, key}, Buffer.from(value))
  }
  await engine.connections.set(name, asked.connections)
  const secrets = {...kept.secrets, ...asked.secrets}
  const connections = mergeConnections(kept.connections, asked.connections)
  return {parameters, inputs: Promise.resolve({...kept, secrets, connections})}
}

async function keepConnections(engine: Engine, workflow: string, path: string | undefined): Promise<void> {
  if (path !== undefined) await engine.connections.set(workflow, await readConnections(path))
}

function isEmpty({secrets, connections}: MissingInputs): boolean {
  return secrets.length + connections.length === 0
}

/** The inputs to mask in a followed run. The returned promise may reject. */
function readIfFollowed(engine: Engine, {name}: InputsTarget, {follow}: RunRequest): Promise<KeptInputs> {
  if (follow !== 'follow') return Promise.resolve({secrets: {}, connections: {}, mask: (value) => value})
  const reading = engine.keptInputs(name)
  reading.catch(() => undefined)
  return reading
}

function missingNotices(
  {secrets, connections}: MissingInputs,
  {name, target}: {readonly name: string; readonly target: string},
): readonly string[] {
  const instead = 'steps get the expression instead'
  return [
    ...secrets.map((key) => `The secret ${key} is not set: ${instead}. Set it: rde workflow secret set ${name} ${key}`),
    ...connections.map(
      ({type, name: connection}) =>
        `The connection ${type}/${connection} is not known: ${instead}. Provide it: rde workflow run ${target} --connections FILE`,
    ),
  ]
}
