import type {Session} from '@rde/plugin-kit'
import type {SavedRevision} from '@rde/workflow/engine/workflow-store'

import {withEngine} from '../../../../../packages/workflow/src/engine/engine.js'
import {readWorkflowFile} from '../../../../../packages/workflow/src/file/open-workflow.js'

import {saveFile} from './start-run.js'

export interface SaveOptions {
  readonly file: string
  /** Instead of the file's own. */
  readonly name?: string | undefined
  readonly notice: (line: string) => void
  readonly signal: AbortSignal
}

/** Saves a workflow file on the cluster. */
export async function saveWorkflow(
  session: Session,
  {file: path, name, notice, signal}: SaveOptions,
): Promise<SavedRevision> {
  const file = await readWorkflowFile(path, name)
  file.warnings.forEach(notice)
  if (file.document.triggers.length > 0) {
    notice('Its triggers start nothing here: this version of rde turns no events into runs.')
  }
  return withEngine(session, signal, (engine) => saveFile(file, {session, engine, notice}))
}
