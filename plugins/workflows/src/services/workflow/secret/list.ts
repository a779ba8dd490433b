import type {Session} from '@rde/plugin-kit'

import {withEngine} from '../../../engine.js'
import {requireWorkflow} from '../../../require-workflow.js'

/** The keys of a workflow's secrets; never their values. */
export async function listSecrets(
  session: Session,
  {workflow, signal}: {readonly workflow: string; readonly signal: AbortSignal},
): Promise<string[]> {
  return withEngine(session, signal, async (engine) => {
    await requireWorkflow(engine, workflow)
    return engine.secrets.list(workflow)
  })
}
