import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {listLocalRuns, parseLocalReference} from '@rde/workflow/local'

/** Throws (exit 2) for a run without a cluster: only the rde that runs it can change it. */
export function refuseLocalRun(reference: string, why: string): void {
  if (parseLocalReference(reference) === undefined) return
  throw new RdeError(`${reference} is a run without a cluster. ${why}`, {
    code: 'RDE_RUN_LOCAL',
    exitCode: 2,
    outcome: 'Nothing was changed.',
    remedies: [{what: 'See it', command: `rde workflow logs ${reference}`}],
  })
}

/** Does `work` on the cluster. If that fails and the workflow has local runs, the error suggests the newest one. */
export async function orLocalRun<Result>(
  {data}: Pick<Session, 'data'>,
  reference: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const [workflow = ''] = reference.split('#')
    const [newest] = await listLocalRuns(data.localRuns, {workflow})
    if (newest === undefined) throw error
    throw new RdeError(
      `${reference} is not on the cluster; the workflow ${workflow} ran without one.\n${(error as Error).message}`,
      {
        code: 'RDE_RUN_LOCAL',
        exitCode: 2,
        remedies: [{what: 'See its newest run', command: `rde workflow logs ${newest.reference}`}],
      },
    )
  }
}
