import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {type SecretName, withEngine} from '@rde/workflow/engine'
import {changeLocalSecret, readLocalSecrets} from '@rde/workflow/local'

/** Deletes a secret with all its versions. Throws RDE_SECRET_UNKNOWN if it does not exist. */
export async function deleteSecret(
  session: Session,
  {workflow, key, local, signal}: SecretName & {readonly local: boolean; readonly signal: AbortSignal},
): Promise<SecretName> {
  if (local) {
    const path = session.data.localSecrets(workflow)
    if (!Object.hasOwn(await readLocalSecrets(path), key)) throw unknownSecret({workflow, key})
    await changeLocalSecret(path, key, undefined)
    return {workflow, key}
  }
  return withEngine(session, {signal}, async ({secrets}) => {
    if (!(await secrets.delete({workflow, key}))) throw unknownSecret({workflow, key})
    return {workflow, key}
  })
}

function unknownSecret({workflow, key}: SecretName): RdeError {
  return new RdeError(`${workflow} has no secret "${key}".`, {
    code: 'RDE_SECRET_UNKNOWN',
    remedies: [{what: 'See which there are', command: `rde workflow secret list ${workflow}`}],
  })
}
