import type {Session} from '@rde/plugin-kit'
import {unknownWorkflow} from '@rde/workflow/engine/unknown-workflow'

import {withEngine} from '../../../../../packages/workflow/src/engine/engine.js'

export interface DeleteOptions {
  readonly name: string
  readonly signal: AbortSignal
  /** Asked once it is known what would go; throws to leave it. */
  readonly confirm: (what: {readonly runs: number; readonly secrets: number}) => Promise<void>
}

export interface Deleted {
  readonly name: string
  readonly runs: number
  readonly secrets: number
}

/** Deletes a workflow with its runs, revisions and secrets. */
export async function deleteWorkflow(session: Session, {name, signal, confirm}: DeleteOptions): Promise<Deleted> {
  return withEngine(session, signal, async ({workflows, runs, secrets}) => {
    if ((await workflows.find(name)) === undefined) throw unknownWorkflow(name)
    const [ofIt, keys] = await Promise.all([runs.list(name), secrets.list(name)])
    const gone = {runs: ofIt.length, secrets: keys.length}
    await confirm(gone)
    // First of all: a workflow of that name that somebody makes later must not read them.
    for (const key of keys) await secrets.delete({workflow: name, key})
    await workflows.delete(name)
    return {name, ...gone}
  })
}
