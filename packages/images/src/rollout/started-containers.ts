import type {Container, Docker, PodObject, PodSpec} from '@rde/toolchain'

import {runningOn} from '../nodes/running-containers.js'

/** How long a restarted container must run: in a crash loop, a container is briefly ready after each start. */
const restartedMs = 10_000

/**
 * Without a probe, a container is ready as soon as it starts, even if it exits at once. The kubelet notices the exit a
 * second later and then updates the API.
 */
export const kubeletMs = 1_500

/** By then a program that cannot run has exited, and the node's runtime knows. */
const runtimeMs = 400

/** Whether a probe decides when all containers are ready. */
export function areProbed({containers = []}: PodSpec): boolean {
  return containers.every(({readinessProbe, startupProbe}) => (readinessProbe ?? startupProbe) !== undefined)
}

/** Running containers and their start times, by the clock of this machine: the cluster's may differ. */
export class StartedContainers {
  readonly #since = new Map<string, number>()

  /** What is missing, as part of a sentence; undefined if each container is known to run or has run long enough. */
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
 * Whether all containers without a probe have run for 0.4 s and still run, according to the runtimes of their nodes;
 * waits up to that time. Also false if a node does not answer: the API reports the state a second later.
 */
export async function haveRun(pods: readonly PodObject[], {nodes, docker, signal}: ProofContext): Promise<boolean> {
  const unprobed = pods.filter(({spec = {}}) => !areProbed(spec))
  const idsOn = (node: Container) => unprobed.filter(({spec}) => spec?.nodeName === node.name).flatMap(idsOf)
  const answers = await Promise.all(
    nodes.map(async (node) => {
      const ids = idsOn(node)
      return ids.length === 0 ? [] : runningOn(node, ids, {leastMs: runtimeMs, docker}).catch(() => [])
    }),
  )
  signal.throwIfAborted()
  const running = new Set(answers.flatMap((ids) => [...ids]))
  return unprobed.flatMap(idsOf).every((id) => running.has(id))
}

function idsOf({status}: PodObject): string[] {
  return (status?.containerStatuses ?? []).map(({containerID = ''}) => containerID.replace(/^containerd:\/\//, ''))
}
