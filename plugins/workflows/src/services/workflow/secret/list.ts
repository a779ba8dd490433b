import type {Session} from '@rde/plugin-kit'
import {readLocalSecrets} from '@rde/workflow/local/inputs/secret-files'

import {withEngine} from '../../../../../../packages/workflow/src/engine/engine.js'
import {requireWorkflow} from '../../../require-workflow.js'

/** The keys of a workflow's secrets; never their values. */
export async function listSecrets(
  session: Session,
  {workflow, local, signal}: {readonly workflow: string; readonly local: boolean; readonly signal: AbortSignal},
): Promise<string[]> {
  if (local) return Object.keys(await readLocalSecrets(session.data.localSecrets(workflow))).sort()
  return withEngine(session, signal, async (engine) => {
    await requireWorkflow(engine, workflow)
    return engine.secrets.list(workflow)
  })
}
