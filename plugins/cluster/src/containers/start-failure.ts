import {isRdeError, RdeError, type Remedy} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {describeHolder, nextFreePort, portHolder} from '@rde/toolchain'

import {engineTrouble} from './engine-troubles.js'

/** Turns what Docker and k3d say into what the user can do; gives an error back as it is where nobody knows its words. */
export async function startFailure(error: unknown, {runner, config, identity}: PhaseContext): Promise<unknown> {
  const message = error instanceof Error ? error.message : ''
  if (/network [0-9a-f]{12,} not found/.test(message)) return networkGone(identity.network)
  const port = takenPort(message)
  if (port === undefined) return knownTrouble(error, message)
  const holder = describeHolder(await portHolder(port, {runner, docker: 'docker'}))
  const rolledBack = isRdeError(error) && error.code === 'RDE_CREATE_FAILED'
  return new RdeError(
    `Port ${port} on 127.0.0.1 is used by ${holder}${rolledBack ? '' : ', and the cluster was made with it'}.`,
    {
      code: 'RDE_PORT_TAKEN',
      outcome: (rolledBack ? error.outcome : undefined) ?? 'The cluster was kept.',
      remedies: [
        {what: 'End that program, then', command: 'rde cluster start'},
        rolledBack ? await anotherPort(port, config().cluster) : makeAnew,
      ],
    },
  )
}

/** The tool's own words stay below the cause: they are what can be searched for. */
function knownTrouble(error: unknown, message: string): unknown {
  const trouble = engineTrouble(message)
  if (trouble === undefined) return error
  const {code, cause, remedies} = trouble
  const words = message.split('\n').slice(-3).join('\n')
  return new RdeError(`${cause}\n${words}`, {
    code,
    remedies,
    outcome: (isRdeError(error) ? error.outcome : undefined) ?? 'The cluster was kept.',
  })
}

const makeAnew: Remedy = {
  what: 'Or create it again with another port',
  command: 'rde cluster delete && rde cluster start',
}

/** For a cluster that is not there yet, another port is a setting. */
async function anotherPort(port: number, settings: Readonly<Record<string, unknown>>): Promise<Remedy> {
  const setting = Object.keys(settings).find((key) => settings[key] === port)
  const free =
    setting === undefined ? undefined : await nextFreePort(port + 1, new Set(Object.values(settings) as number[]))
  if (setting === undefined || free === undefined)
    return {what: 'See who uses it', command: `sudo lsof -nP -iTCP:${port}`}
  return {what: 'Or take another port', command: `rde config set cluster.${setting} ${free} && rde cluster start`}
}

function networkGone(network: string): RdeError {
  return new RdeError(`The network ${network} was removed, and the cluster's containers cannot start without it.`, {
    code: 'RDE_NETWORK_GONE',
    outcome: 'The cluster was kept.',
    remedies: [
      {what: 'Remove what is left', command: 'rde cluster delete'},
      {what: 'Then create it again', command: 'rde cluster start'},
    ],
  })
}

/** The port in what Docker prints: `Bind for 127.0.0.1:6111 failed: port is already allocated`, or the system's words for it. */
export function takenPort(message: string): number | undefined {
  const match = message.match(/127\.0\.0\.1:(\d+)(?: failed: port is already allocated|: bind: address already in use)/)
  return match ? Number(match[1]) : undefined
}
