import {exitCodes, RdeError} from '@rde/errors'

import {askInputs} from '../../inputs/ask-inputs.js'
import {missingInputs, type MissingInputs} from '../../inputs/missing-inputs.js'
import {mergeConnections, readConnections} from '../../inputs/read-connections.js'
import type {WorkflowContext} from '../../run/context.js'
import type {WorkflowFile} from '../../file/open-workflow.js'
import {withDefaults} from '../../file/parameters.js'
import type {RunRequest} from '../../run/run-request.js'
import type {RunInputs} from '../run-state.js'
import {readLocalSecrets, readSecretFlags} from './secret-files.js'

/** Reads the inputs of a run without a cluster. Asks for missing ones on a terminal. */
export async function readInputs(
  {data, secrets: known}: WorkflowContext,
  file: Pick<WorkflowFile, 'name' | 'path' | 'document'>,
  request: Pick<RunRequest, 'on' | 'parameters' | 'local' | 'allowUnresolved' | 'askHidden'>,
): Promise<RunInputs> {
  const {parameters, local, allowUnresolved, askHidden} = request
  const {name, document} = file
  const given = await readSecretFlags(local.secrets)
  const secrets = {...(await readLocalSecrets(data.localSecrets(name))), ...given}
  const connections = local.connections === undefined ? {} : await readConnections(local.connections)
  known.learn([secrets, connections])
  const inputs = {parameters: withDefaults(document, parameters), secrets, connections}
  const missing = missingInputs(document, inputs)
  if (allowUnresolved) return inputs
  if (missing.secrets.length + missing.connections.length === 0) return inputs
  if (askHidden === undefined) throw inputsMissing(missing, file, request)
  const asked = await askInputs(missing, askHidden)
  known.learn([asked.secrets, asked.connections])
  return {
    ...inputs,
    secrets: {...secrets, ...asked.secrets},
    connections: mergeConnections(connections, asked.connections),
  }
}

function inputsMissing(
  {secrets, connections}: MissingInputs,
  {path, name}: Pick<WorkflowFile, 'name' | 'path'>,
  {on}: Pick<RunRequest, 'on'>,
): RdeError {
  const lines = [
    ...secrets.map((key) => `the secret ${key} is not known: --secret ${key}=@FILE`),
    ...connections.map(({type, name: one}) => `the connection ${type}/${one} is not known: --connections FILE`),
  ]
  const [key] = secrets
  const [connection] = connections
  const example = connection && JSON.stringify({[connection.type]: {[connection.name]: {field: '…'}}})
  return new RdeError([`${path} needs inputs that are not set:`, ...lines.map((line) => `  ${line}`)].join('\n'), {
    code: 'RDE_WORKFLOW_INPUTS',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was run.',
    remedies: [
      ...(key === undefined
        ? []
        : [
            {
              what: 'Keep a secret for runs without a cluster',
              command: `rde workflow secret set ${name} ${key} --local`,
            },
          ]),
      ...(example === undefined ? [] : [{what: 'A file of connections holds', command: example}]),
      {
        what: 'Or pass the unresolved expressions to the steps, as relay-core does',
        command: `rde workflow run ${path} --on ${on} --allow-unresolved`,
      },
    ],
  })
}
