import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import type {Ask} from '@rde/workflow'
import {unknownWorkflow, withEngine} from '@rde/workflow/engine'

export interface DeleteOptions {
  readonly name: string
  readonly yes: boolean
  /** Undefined if there is no terminal to ask on. */
  readonly ask: Ask | undefined
  readonly signal: AbortSignal
}

export interface Deleted {
  readonly name: string
  readonly runs: number
  readonly secrets: number
}

/** Deletes a workflow with its runs, revisions and secrets, after asking. */
export async function deleteWorkflow(session: Session, options: DeleteOptions): Promise<Deleted> {
  const {name, signal} = options
  return withEngine(session, {signal}, async ({workflows, runs, secrets}) => {
    const [found, all, keys] = await Promise.all([workflows.find(name), runs.list(name), secrets.list(name)])
    if (found === undefined) throw unknownWorkflow(name)
    const deleted = {name, runs: all.length, secrets: keys.length}
    await confirm(deleted, options)
    // Secrets first: a later workflow of the same name must not read them.
    for (const key of keys) await secrets.delete({workflow: name, key})
    await workflows.delete(name, all)
    return deleted
  })
}

async function confirm({name, runs, secrets}: Deleted, {yes, ask}: DeleteOptions): Promise<void> {
  if (yes) return
  const question = `Delete ${name} with ${count(runs, 'run')} and ${count(secrets, 'secret')}?`
  if (ask === undefined) {
    throw new RdeError(`${question} There is no terminal to ask on.`, {
      code: 'RDE_NOT_CONFIRMED',
      exitCode: 2,
      outcome: 'Nothing was changed.',
      remedies: [{what: 'Confirm it in the command', command: `rde workflow delete ${name} --yes`}],
    })
  }
  if (await ask(question)) return
  throw new RdeError('Not deleted.', {code: 'RDE_NOT_CONFIRMED', outcome: 'Nothing was changed.'})
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
