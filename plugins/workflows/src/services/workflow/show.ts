import type {Session} from '@rde/plugin-kit'
import {type RunSummary, type SavedWorkflow, unknownWorkflow, withEngine} from '@rde/workflow/engine'
import {isPath, openWorkflowFile} from '@rde/workflow/file'

export interface ShownWorkflow extends Omit<SavedWorkflow, 'savedAt'> {
  /** Null for a file, which need not be saved. */
  readonly savedAt: string | null
  /** The newest first. */
  readonly runs: readonly RunSummary[]
  /** The file as it was saved; null for a workflow created without a file. */
  readonly file: string | null
}

/** One workflow: its steps, parameters, runs, and its file. A file is shown without a cluster. */
export async function showWorkflow(
  session: Session,
  {name, signal}: {readonly name: string; readonly signal: AbortSignal},
): Promise<ShownWorkflow> {
  if (isPath(name)) return showFile(name)
  return withEngine(session, {signal}, async ({workflows, runs}) => {
    const saved = await workflows.find(name)
    if (saved === undefined) throw unknownWorkflow(name)
    const [ofIt, file] = await Promise.all([runs.list(name), workflows.file(name, saved.revision)])
    return {...saved, runs: ofIt, file: file?.toString() ?? null}
  })
}

async function showFile(path: string): Promise<ShownWorkflow> {
  const {name, text, document} = await openWorkflowFile(path)
  const preset = Object.entries(document.parameters).filter(([, parameter]) => parameter.default !== undefined)
  return {
    ...{name, revision: undefined, savedAt: null, runs: [], inputFiles: [], file: text},
    steps: document.steps.map((step) => ({...step, image: step.type === 'container' ? step.image : ''})),
    parameters: Object.fromEntries(preset.map(([key, parameter]) => [key, parameter.default])),
  }
}
