import type {Container, Docker, PodObject, PodSpec} from '@rde/toolchain'

import {runningOn} from '../nodes/running-containers.js'

/** In a crash loop a container is ready for a moment at each start: one that ended before must run for so long first. */
const restartedMs = 10_000

/**
 * Without a probe a container is ready from its start on, even one that ends at once. The kubelet looks for its end a second
 * later, and then tells the API.
 */
export const kubeletMs = 1_500

/** A program that cannot run has ended by then, and the runtime of its node knows. */
const runtimeMs = 500

/** Whether a probe decides when all containers are ready. */
export function areProbed({containers = []}: PodSpec): boolean {
  return containers.every(({readinessProbe, startupProbe}) => (readinessProbe ?? startupProbe) !== undefined)
}

/** Containers that run, since when. By this machine's clock: the cluster may have another one. */
export class StartedContainers {
  readonly #since = new Map<string, number>()

  /** What is to be waited for, in the middle of a sentence; undefined if each is known to run, or runs for long enough. */
  missing(pods: readonly PodObject[], areProved: boolean, now = performance.now()): string | undefined {
    for (const {metadata, spec = {}, status} of pods) {
      const isProved = areProved || areProbed(spec)
      for (const {name, restartCount = 0, state} of status?.containerStatuses ?? []) {
        const key = `${metadata.namespace}/${metadata.name}/${name} ${restartCount}`
        if (state?.running === undefined) continue
        const since = this.#since.get(key) ?? now
        this.#since.set(key, since)
        const ranMs = now - since
        if (restartCount > 0 && ranMs < restartedMs) return `has restarted its container ${name}, and must run for 10 s`
        if (!isProved && ranMs < kubeletMs) return `has started its container ${name}, and must run for 1.5 s`
      }
    }
    return undefined
  }
}

interface ProofContext {
  readonly nodes: readonly Container[]
  readonly docker: Docker
  readonly signal: AbortSignal
}

/**
 * Whether all containers without a probe have run for half a second and still run, by the runtimes of their nodes; waits until
 * they can have. False, too, where a node does not say: the API tells a second later.
 */
export async function haveRun(pods: readonly PodObject[], {nodes, docker, signal}: ProofContext): Promise<boolean> {
  const asked = pods.filter(({spec = {}}) => !areProbed(spec))
  const idsOn = (node: Container) => asked.filter(({spec}) => spec?.nodeName === node.name).flatMap(idsOf)
  const answers = await Promise.all(
    nodes.map(async (node) => {
      const ids = idsOn(node)
      return ids.length === 0 ? [] : runningOn(node, ids, {leastMs: runtimeMs, docker}).catch(() => [])
    }),
  )
  signal.throwIfAborted()
  const running = new Set(answers.flatMap((ids) => [...ids]))
  return asked.flatMap(idsOf).every((id) => running.has(id))
}

function idsOf({status}: PodObject): string[] {
  return (status?.containerStatuses ?? []).map(({containerID = ''}) => containerID.replace(/^containerd:\/\//, ''))
}
