import type {Session} from '@rde/plugin-kit'
import {checkSecretKey, type SecretName} from '@rde/workflow/engine/secret-store'
import {changeLocalSecret, secretText} from '@rde/workflow/local/inputs/secret-files'

import {withEngine} from '../../../../../../packages/workflow/src/engine/engine.js'
import {requireWorkflow} from '../../../require-workflow.js'

export interface SetOptions extends SecretName {
  /** Asked when all else is known to be right. */
  readonly value: () => Promise<Uint8Array>
  /** For runs without a cluster. */
  readonly local: boolean
  readonly signal: AbortSignal
}

/** Sets a secret of a workflow; its next run reads it. */
export async function setSecret(
  session: Session,
  {workflow, key, value, local, signal}: SetOptions,
): Promise<SecretName> {
  checkSecretKey(key)
  if (local) {
    await changeLocalSecret(session.data.localSecrets(workflow), key, secretText(key, await value()))
    return {workflow, key}
  }
  return withEngine(session, signal, async (engine) => {
    await requireWorkflow(engine, workflow)
    await engine.secrets.set({workflow, key}, await value())
    return {workflow, key}
  })
}
