import {setTimeout as sleep} from 'node:timers/promises'

import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {takeInventory, type Container} from '@rde/toolchain'

import {noteVolumes} from './docker-leftovers.js'

/** A create that goes well has nodes after some seconds; it is not asked about before. */
const pauses = {firstMs: 5_000, laterMs: 2_000}

/**
 * Watches the nodes of a create until `signal` ends it: notes their anonymous volumes before anything removes the containers,
 * and resolves with an error as soon as a node dies again and again with the same fatal line. Undefined at the end.
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
        const words = signal.aborted ? undefined : fatalWords(node, await docker.lastWords(node.name, 200))
        if (words !== undefined) return nodeDied(node.name, words)
      }
    } catch {
      // k3d meets the same problem and reports it.
    }
  }
  return undefined
}

/** What a node dies of: a fatal line that came twice, since k3s survives some with a restart; or its end with such a line. */
export function fatalWords({state}: Pick<Container, 'state'>, lines: readonly string[]): string | undefined {
  const fatal = lines.flatMap((line) => fatalLine(line) ?? [])
  const last = fatal.at(-1)
  if (last === undefined) return undefined
  const ended = state === 'exited' || state === 'dead'
  return ended || fatal.filter((line) => line === last).length > 1 ? last : undefined
}

/** As k3s writes them: `time="…" level=fatal msg="…"`, or `FATA[0003] …`. */
function fatalLine(line: string): string | undefined {
  const [, quoted, plain] = /level=fatal msg=(?:"((?:[^"\\]|\\.)*)"|(.*))$/.exec(line) ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? plain ?? /FATA\[\d+\]\s*(.*)$/.exec(line)?.[1]
}

function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, {signal, ref: false}).catch(() => false)
}

function nodeDied(node: string, words: string): RdeError {
  return new RdeError(`The node ${node} does not start: k3s ends with a fatal error.\n${words}`, {
    code: 'RDE_NODE_DIED',
    outcome: 'Everything that was created has been removed.',
    remedies: [
      {what: "Use rde's own version of k3s", command: 'rde config unset cluster.k3sImage'},
      {what: 'Then try again', command: 'rde cluster start'},
    ],
  })
}
