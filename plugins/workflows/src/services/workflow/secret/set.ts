import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {checkSecretKey, type SecretName, withEngine} from '@rde/workflow/engine'
import {checkWorkflowName} from '@rde/workflow/file'
import {changeLocalSecret, secretText} from '@rde/workflow/local'

export interface SetOptions extends SecretName {
  /** Called after all other options have been checked. */
  readonly value: () => Promise<Uint8Array>
  /** For runs without a cluster. */
  readonly local: boolean
  /** The value may be empty. */
  readonly empty: boolean
  readonly signal: AbortSignal
}

export interface SetSecret extends SecretName {
  /** Whether the workflow exists on the cluster: a secret may be set before the workflow is saved. */
  readonly saved: boolean
}

/** Sets a secret of a workflow, for its next run. */
export async function setSecret(session: Session, options: SetOptions): Promise<SetSecret> {
  const {workflow, key, local, signal} = options
  const value = () => readValue(options)
  checkSecretKey(key)
  checkName(workflow)
  if (local) {
    await changeLocalSecret(session.data.localSecrets(workflow), key, secretText(key, await value()))
    return {workflow, key, saved: true}
  }
  return withEngine(session, {signal}, async ({workflows, secrets}) => {
    const saved = (await workflows.find(workflow)) !== undefined
    await secrets.set({workflow, key}, await value())
    return {workflow, key, saved}
  })
}

async function readValue({workflow, key, value, empty}: SetOptions): Promise<Uint8Array> {
  const bytes = await value()
  if (bytes.length > 0 || empty) return bytes
  throw new RdeError(`The value of ${key} is empty.`, {
    code: 'RDE_SECRET_EMPTY',
    exitCode: 2,
    outcome: 'Nothing was changed.',
    remedies: [
      {what: 'Pipe or type a value', command: `rde workflow secret set ${workflow} ${key}`},
      {what: 'Or set it to nothing', command: `rde workflow secret set ${workflow} ${key} --empty`},
    ],
  })
}

function checkName(workflow: string): void {
  const wrong = checkWorkflowName(workflow)
  if (wrong === undefined) return
  throw new RdeError(`${wrong}.`, {
    code: 'RDE_WORKFLOW_NAME',
    exitCode: 2,
    remedies: [{what: 'See the saved workflows', command: 'rde workflow list'}],
    outcome: 'Nothing was changed.',
  })
}
