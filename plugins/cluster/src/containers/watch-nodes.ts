import {setTimeout as sleep} from 'node:timers/promises'

import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {takeInventory, type Container} from '@rde/toolchain'

import {noteVolumes} from './docker-leftovers.js'

/** Pauses between checks. The first is longer, because nodes appear only after some seconds. */
const pauses = {firstMs: 5_000, laterMs: 2_000}

/**
 * Watches the nodes during a create until `signal` aborts. Notes their anonymous volumes before anything removes the
 * containers. Resolves with an error as soon as a node keeps failing with the same fatal line, else with undefined.
 */
export async function watchNodes(
  {docker, identity, data}: Pick<PhaseContext, 'docker' | 'identity' | 'data'>,
  signal: AbortSignal,
  {firstMs, laterMs} = pauses,
): Promise<RdeError | undefined> {
  for (let ms = firstMs; await passes(ms, signal); ms = laterMs) {
    try {
      const inventory = await takeInventory(docker, identity)
      await noteVolumes(
        data,
        inventory.containers.flatMap(({volumes}) => volumes),
      )
      for (const node of [...inventory.servers, ...inventory.agents]) {
        const message = signal.aborted ? undefined : fatalMessage(node, await docker.lastLogLines(node.name, 200))
        if (message !== undefined) return nodeDied(node.name, message)
      }
    } catch {
      // k3d has the same problem and reports it.
    }
  }
  return undefined
}

/** Why a node failed: a fatal line that appeared twice (k3s recovers from some), or once if the node has exited. */
export function fatalMessage({state}: Pick<Container, 'state'>, lines: readonly string[]): string | undefined {
  const fatal = lines.flatMap((line) => fatalLine(line) ?? [])
  const last = fatal.at(-1)
  if (last === undefined) return undefined
  const ended = state === 'exited' || state === 'dead'
  return ended || fatal.filter((line) => line === last).length > 1 ? last : undefined
}

/** The message of a fatal line of k3s: `time="…" level=fatal msg="…"`, or `FATA[0003] …`. */
function fatalLine(line: string): string | undefined {
  const [, quoted, plain] = /level=fatal msg=(?:"((?:[^"\\]|\\.)*)"|(.*))$/.exec(line) ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? plain ?? /FATA\[\d+\]\s*(.*)$/.exec(line)?.[1]
}

function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, {signal, ref: false}).catch(() => false)
}

function nodeDied(node: string, message: string): RdeError {
  return new RdeError(`The node ${node} does not start: k3s ends with a fatal error.\n${message}`, {
    code: 'RDE_NODE_DIED',
    outcome: 'Everything that was created has been removed.',
    remedies: [
      {what: "Use rde's own version of k3s", command: 'rde config unset cluster.k3sImage'},
      {what: 'Then try again', command: 'rde cluster start'},
    ],
  })
}
