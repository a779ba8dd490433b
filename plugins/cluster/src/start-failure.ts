import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {describeHolder, portHolder} from '@rde/toolchain'

/** Turns Docker's "port is already allocated" into who holds it; gives every other error back as it is. */
export async function startFailure(error: unknown, {runner}: PhaseContext): Promise<unknown> {
  const port = error instanceof Error ? takenPort(error.message) : undefined
  if (port === undefined) return error
  const holder = describeHolder(await portHolder(port, {runner, docker: 'docker'}))
  return new RdeError(`Port ${port} on 127.0.0.1 is used by ${holder}, and the cluster was made with it.`, {
    code: 'RDE_PORT_TAKEN',
    outcome: 'The cluster was kept.',
    remedies: [
      {what: 'End that program, then', command: 'rde cluster start'},
      {what: 'Or make it anew on another port', command: 'rde cluster delete && rde cluster start'},
    ],
  })
}

/** The port in what Docker prints: `Bind for 127.0.0.1:6111 failed: port is already allocated`, or the system's words for it. */
export function takenPort(message: string): number | undefined {
  const match = message.match(/127\.0\.0\.1:(\d+)(?: failed: port is already allocated|: bind: address already in use)/)
  return match ? Number(match[1]) : undefined
}
