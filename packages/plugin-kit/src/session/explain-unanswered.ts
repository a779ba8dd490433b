import {readConfig, runsInDocker} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {ProcessError} from '@rde/process-runner'
import {explainSilentCluster, isRefused, isUnreachable} from '@rde/toolchain'

import {openSession, type Session} from './session.js'

/** Explains why kubectl got no answer or was refused; returns any other error as it is. */
export async function explainUnanswered(error: ProcessError, session = openSession()): Promise<Error> {
  if (!/\bkubectl\b/.test(error.commandLine())) return error
  if (isRefused(error)) return refusal(error, session)
  if (!isUnreachable(error)) return error
  // If Docker does not answer either, that is the error.
  return explainSilentCluster({...session, ...session.tools()}).catch((other: Error) => other)
}

/** The address may now belong to another cluster, or the certificate may have changed. */
async function refusal({stderr}: ProcessError, {data, identity}: Session): Promise<RdeError> {
  const config = await readConfig(data).catch(() => undefined)
  const message = stderr.trim().split('\n').at(-1) ?? ''
  const renew = {what: 'Get its current kubeconfig', command: 'rde cluster start'}
  const detach = {what: 'Detach it, then attach it again', command: `rde cluster detach ${identity.name}`}
  return new RdeError(`The API server of the cluster ${identity.name} refuses the kubeconfig:\n${message}`, {
    code: 'RDE_API_REFUSED',
    exitCode: exitCodes.failed,
    remedies: [runsInDocker(config) ? renew : detach],
  })
}
