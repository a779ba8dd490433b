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
  /** Still being read while nothing of the run depends on it. */
  readonly inputs: Promise<KeptInputs>
}

interface Wanted {
  readonly name: string
  readonly document: WorkflowDocument | undefined
}

/**
 * What a run on the cluster needs. What is missing is asked for on a terminal, and kept in Vault; else a notice says so, since
 * relay-core gives a step the expression itself.
 */
export async function completeInputs(engine: Engine, wanted: Wanted, request: RunRequest): Promise<CompletedInputs> {
  const {name, document} = wanted
  const {local, target, onNotice} = request
  if (document === undefined) {
    await keepConnections(engine, name, local.connections)
    return {parameters: request.parameters, inputs: readIfShown(engine, wanted, request)}
  }
  const parameters = await completeParameters(document, {...request, given: request.parameters, target})
  await keepConnections(engine, name, local.connections)
  const known = {parameters: withDefaults(document, parameters), secrets: {}, connections: {}}
  if (request.allowUnresolved || isNone(missingInputs(document, known))) {
    return {parameters, inputs: readIfShown(engine, wanted, request)}
  }
  const kept = await engine.keptInputs(name)
  const missing = missingInputs(document, {...known, ...kept})
  if (isNone(missing) || kept.problem !== undefined) return {parameters, inputs: Promise.resolve(kept)}
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

function isNone({secrets, connections}: MissingInputs): boolean {
  return secrets.length + connections.length === 0
}

/** What is masked in a run that is shown. A failure is thrown to whoever waits for it. */
function readIfShown(engine: Engine, {name}: Wanted, {follow}: RunRequest): Promise<KeptInputs> {
  if (follow !== 'follow') return Promise.resolve({secrets: {}, connections: {}, mask: (shown) => shown})
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
      (one) =>
        `The connection ${one.type}/${one.name} is not known: ${instead}. Give it: rde workflow run ${target} --connections FILE`,
    ),
  ]
}
