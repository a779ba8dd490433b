import {checkClusterName, writeFileAtomically} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'

import {isKnown} from './list.js'

/** Makes this cluster the default of later commands. Exit code 4 if there is no cluster of that name. */
export async function useCluster(session: Session, name: string, signal: AbortSignal): Promise<{cluster: string}> {
  checkClusterName(name)
  if (!(await isKnown(session, name, signal))) throw unknownCluster(name)
  await writeFileAtomically(session.data.usedCluster, `${name}\n`)
  return {cluster: name}
}

function unknownCluster(name: string): RdeError {
  return new RdeError(`There is no cluster called ${name}.`, {
    code: 'RDE_CLUSTER_UNKNOWN',
    exitCode: exitCodes.clusterAbsent,
    remedies: [
      {what: 'See your clusters', command: 'rde cluster list'},
      {what: 'Or make it', command: `rde cluster start --cluster ${name}`},
    ],
    outcome: 'Nothing was changed.',
  })
}
