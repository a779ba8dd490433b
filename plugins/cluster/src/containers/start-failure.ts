import {isRdeError, RdeError, type Remedy} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {describeHolder, nextFreePort, portHolder} from '@rde/toolchain'

import {engineTrouble} from './engine-troubles.js'

/** Turns an error of Docker or k3d into one with a cause and remedies; returns an unknown error unchanged. */
export async function startFailure(error: unknown, {runner, config, identity}: PhaseContext): Promise<unknown> {
  const message = error instanceof Error ? error.message : ''
  if (/network [0-9a-f]{12,} not found/.test(message)) return networkMissing(identity.network)
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
        rolledBack ? await anotherPort(port, config().cluster) : recreateCluster,
      ],
    },
  )
}

/** Keeps the tool's own message below the cause, so that users can search for it. */
function knownTrouble(error: unknown, message: string): unknown {
  const trouble = engineTrouble(message)
  if (trouble === undefined) return error
  const {code, cause, remedies} = trouble
  const output = message.split('\n').slice(-3).join('\n')
  return new RdeError(`${cause}\n${output}`, {
    code,
    remedies,
    outcome: (isRdeError(error) ? error.outcome : undefined) ?? 'The cluster was kept.',
  })
}

const recreateCluster: Remedy = {
  what: 'Or create it again with another port',
  command: 'rde cluster delete && rde cluster start',
}

/** A cluster that does not exist yet can use another port: it is only a setting. */
async function anotherPort(port: number, settings: Readonly<Record<string, unknown>>): Promise<Remedy> {
  const setting = Object.keys(settings).find((key) => settings[key] === port)
  const free =
    setting === undefined ? undefined : await nextFreePort(port + 1, new Set(Object.values(settings) as number[]))
  if (setting === undefined || free === undefined)
    return {what: 'See who uses it', command: `sudo lsof -nP -iTCP:${port}`}
  return {what: 'Or take another port', command: `rde config set cluster.${setting} ${free} && rde cluster start`}
}

function networkMissing(network: string): RdeError {
  return new RdeError(`The network ${network} was removed, and the cluster's containers cannot start without it.`, {
    code: 'RDE_NETWORK_GONE',
    outcome: 'The cluster was kept.',
    remedies: [
      {what: 'Remove what is left', command: 'rde cluster delete'},
      {what: 'Then create it again', command: 'rde cluster start'},
    ],
  })
}

/** The port in an error of Docker or the system: `Bind for 127.0.0.1:6111 failed: port is already allocated`. */
export function takenPort(message: string): number | undefined {
  const match = message.match(/127\.0\.0\.1:(\d+)(?: failed: port is already allocated|: bind: address already in use)/)
  return match ? Number(match[1]) : undefined
}
