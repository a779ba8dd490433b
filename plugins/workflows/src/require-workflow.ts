import {unknownWorkflow} from '@rde/workflow/engine/unknown-workflow'
import type {SavedWorkflow} from '@rde/workflow/engine/workflow-store'

import type {Engine} from '../../../packages/workflow/src/engine/engine.js'

/** Throws RDE_WORKFLOW_UNKNOWN where there is none of that name. */
export async function requireWorkflow({workflows}: Engine, name: string): Promise<SavedWorkflow> {
  const found = await workflows.find(name)
  if (found === undefined) throw unknownWorkflow(name)
  return found
}
