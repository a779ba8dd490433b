import type {Session} from '@rde/plugin-kit'
import {type RunSummary, type SavedWorkflow, unknownWorkflow, withEngine} from '@rde/workflow/engine'

export interface ShownWorkflow extends SavedWorkflow {
  /** The newest first. */
  readonly runs: readonly RunSummary[]
  /** The file as it was saved; null for a workflow that was made without one. */
  readonly file: string | null
}

/** One workflow: its steps, parameters, runs, and its file. */
export async function showWorkflow(
  session: Session,
  {name, signal}: {readonly name: string; readonly signal: AbortSignal},
): Promise<ShownWorkflow> {
  return withEngine(session, {signal}, async ({workflows, runs}) => {
    const saved = await workflows.find(name)
    if (saved === undefined) throw unknownWorkflow(name)
    const [ofIt, file] = await Promise.all([runs.list(name), workflows.file(name, saved.revision)])
    return {...saved, runs: ofIt, file: file?.toString() ?? null}
  })
}
