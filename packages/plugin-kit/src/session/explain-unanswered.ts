import {readConfig, runsInDocker} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {ProcessError} from '@rde/process-runner'
import {explainSilentCluster, isRefused, isUnreachable} from '@rde/toolchain'

import {openSession, type Session} from './session.js'

/** What it means that kubectl got no answer, or was turned away; any other error is returned as it is. */
export async function explainUnanswered(error: ProcessError, session = openSession()): Promise<Error> {
  if (!/\bkubectl\b/.test(error.commandLine())) return error
  if (isRefused(error)) return refusal(error, session)
  if (!isUnreachable(error)) return error
  // Docker may be silent as well: then that is what is wrong.
  return explainSilentCluster({...session, ...session.tools()}).catch((other: Error) => other)
}

/** Another cluster may have the address now, or another certificate. */
async function refusal({stderr}: ProcessError, {data, identity}: Session): Promise<RdeError> {
  const config = await readConfig(data).catch(() => undefined)
  const words = stderr.trim().split('\n').at(-1) ?? ''
  const renew = {what: 'Take its present kubeconfig', command: 'rde cluster start'}
  const detach = {what: 'Forget it, then attach it anew', command: `rde cluster detach ${identity.name}`}
  return new RdeError(`The API server of the cluster ${identity.name} refuses the kubeconfig:\n${words}`, {
    code: 'RDE_API_REFUSED',
    exitCode: exitCodes.failed,
    remedies: [runsInDocker(config) ? renew : detach],
  })
}
