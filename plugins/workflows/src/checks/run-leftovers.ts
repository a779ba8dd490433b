import {exitCodes} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {ok, warning, type Check} from '@rde/toolchain'
import {orphanRunFolders, orphansInDocker, removeOrphans, sweepRunFolders} from '@rde/workflow/local'

/** Leftovers of local runs whose rde was killed; step folders may contain secrets. The next run also removes them. */
export const runLeftovers: Check<DoctorContext> = {
  id: 'run-leftovers',
  category: 'files',
  title: 'Leftovers of local runs',
  problem: {code: 'RDE_LEFTOVERS', exitCode: exitCodes.failed},

  async run({session, engine, signal}) {
    const {docker} = session.tools({signal})
    const answers = (await engine.state()).kind === 'answers'
    const [folders, {containers, networks}] = await Promise.all([
      orphanRunFolders(),
      answers ? orphansInDocker(docker) : {containers: [], networks: []},
    ])
    const left = [...folders, ...containers, ...networks]
    if (left.length === 0) return ok('none')
    return {
      ...warning(`A run without a cluster was killed and left ${left.join(', ')}.`, {
        what: 'Remove it, and end what still runs of it',
        command: 'rde doctor --fix',
      }),
      mend: {
        what: `remove ${left.join(', ')}`,
        run: async () => void (await Promise.all([sweepRunFolders(), answers && removeOrphans(docker)])),
      },
    }
  },
}
