import type {Session} from '@rde/plugin-kit'
import {unknownWorkflow, withEngine} from '@rde/workflow/engine'
import {readLocalSecrets} from '@rde/workflow/local'

/** The keys of a workflow's secrets; never their values. */
export async function listSecrets(
  session: Session,
  {workflow, local, signal}: {readonly workflow: string; readonly local: boolean; readonly signal: AbortSignal},
): Promise<string[]> {
  if (local) return Object.keys(await readLocalSecrets(session.data.localSecrets(workflow))).sort()
  return withEngine(session, {signal}, async ({workflows, secrets}) => {
    const keys = await secrets.list(workflow)
    if (keys.length === 0 && (await workflows.find(workflow)) === undefined) throw unknownWorkflow(workflow)
    return keys
  })
}
