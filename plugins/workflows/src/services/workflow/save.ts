import type {Session} from '@rde/plugin-kit'
import {type SavedRevision, saveWorkflowFile, withEngine} from '@rde/workflow/engine'
import {openWorkflowFile} from '@rde/workflow/file'

export interface SaveOptions {
  readonly file: string
  /** Replaces the name in the file. */
  readonly name?: string | undefined
  readonly onNotice: (line: string) => void
  readonly signal: AbortSignal
}

/** Saves a workflow file on the cluster. */
export async function saveWorkflow(session: Session, options: SaveOptions): Promise<SavedRevision> {
  const {file: path, name, onNotice, signal} = options
  const file = await openWorkflowFile(path, {name})
  file.warnings.forEach(onNotice)
  if (file.document.triggers.length > 0) {
    onNotice('Its triggers have no effect here: this version of rde does not turn events into runs.')
  }
  const {docker} = session.tools({signal})
  return withEngine(session, {signal, file: path}, (engine) => saveWorkflowFile(engine, file, {docker, onNotice}))
}
