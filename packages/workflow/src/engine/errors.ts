import {exitCodes, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {isUnreachable, takeInventory} from '@rde/toolchain'

const start = {what: 'Start it', command: 'rde cluster start'}

/** With the way that needs no cluster. */
export function noCluster(why: string): RdeError {
  return new RdeError(`${why}.`, {
    code: 'RDE_CLUSTER_NOT_RUNNING',
    exitCode: exitCodes.clusterAbsent,
    remedies: [start, {what: 'Or run a file without one', command: 'rde workflow run FILE --on host'}],
    outcome: 'Nothing was changed.',
  })
}

/** What a failed call of kubectl means; any other error is given back as it is. */
export async function engineError(error: unknown, session: Session): Promise<unknown> {
  if (!isProcessError(error)) return error
  if (isUnreachable(error)) return whyUnreachable(session)
  return lacksEngine(error.stderr) ? withoutEngine() : error
}

/** "Does not answer" is not "is not there": Docker knows. */
async function whyUnreachable(session: Session): Promise<RdeError> {
  const {servers} = await takeInventory(session.tools().docker, session.identity)
  const [server] = servers
  if (server === undefined) return noCluster('There is no cluster')
  if (server.state !== 'running') return noCluster(`The cluster does not run: ${server.name} is ${server.state}`)
  return new RdeError('The cluster runs, but its API server does not answer.', {
    code: 'RDE_API_SILENT',
    exitCode: exitCodes.toolUnavailable,
    remedies: [
      {what: 'See how it is', command: 'rde cluster status'},
      {what: 'Let rde put it right', command: 'rde cluster start'},
    ],
  })
}

/** kubectl's words for a kind of object that the API does not have. */
function lacksEngine(stderr: string): boolean {
  return /doesn't have a resource type|no matches for kind|could not find the requested resource|namespaces "relay-tenants" not found/.test(
    stderr,
  )
}

function withoutEngine(): RdeError {
  return new RdeError('The cluster has no workflow engine: it was started with the profile bare.', {
    code: 'RDE_ENGINE_ABSENT',
    remedies: [
      {what: 'Bring it on', command: 'rde cluster start --profile core'},
      {what: 'Or run a file without it', command: 'rde workflow run FILE --on host'},
    ],
    outcome: 'Nothing was changed.',
  })
}
