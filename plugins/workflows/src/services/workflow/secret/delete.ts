import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import type {SecretName} from '@rde/workflow/cluster/secret-store'

import {withEngine} from '../../../engine.js'

/** Deletes a secret with all its versions. Throws RDE_SECRET_UNKNOWN where there is none. */
export async function deleteSecret(
  session: Session,
  {workflow, key, signal}: SecretName & {readonly signal: AbortSignal},
): Promise<SecretName> {
  return withEngine(session, signal, async ({secrets}) => {
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
