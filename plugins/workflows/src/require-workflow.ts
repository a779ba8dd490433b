import {unknownWorkflow} from '@rde/workflow/cluster/unknown-workflow'
import type {SavedWorkflow} from '@rde/workflow/cluster/workflow-store'

import type {Engine} from './engine.js'

/** Throws RDE_WORKFLOW_UNKNOWN where there is none of that name. */
export async function requireWorkflow({workflows}: Engine, name: string): Promise<SavedWorkflow> {
  const found = await workflows.find(name)
  if (found === undefined) throw unknownWorkflow(name)
  return found
}
