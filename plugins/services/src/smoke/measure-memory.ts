import type {Service, Session} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain'

import {serviceContainers} from '../services/service-containers.js'

/** The used part of a kubelet's stats summary. */
interface NodeSummary {
  readonly pods?: ReadonlyArray<{
    readonly podRef: {readonly name: string; readonly namespace: string}
    readonly containers?: ReadonlyArray<{readonly name: string; readonly memory?: {readonly workingSetBytes?: number}}>
  }>
}

/** Bytes of memory that the containers of these services use now. Undefined if no kubelet reports it. */
export async function measureMemory(
  session: Session,
  services: readonly Service[],
  signal: AbortSignal,
): Promise<number | undefined> {
  const {kubectl} = session.tools({signal})
  try {
    const containers = await serviceContainers(session, services, signal)
    const summaries = await nodeSummaries(kubectl)
    const used = containers.map(({namespace, pod, container}) => {
      const found = summaries
        .flatMap(({pods = []}) => pods)
        .find(({podRef}) => podRef.namespace === namespace && podRef.name === pod)
      return found?.containers?.find(({name}) => name === container)?.memory?.workingSetBytes
    })
    const known = used.filter((bytes) => bytes !== undefined)
    return known.length === 0 ? undefined : known.reduce((sum, bytes) => sum + bytes, 0)
  } catch (error) {
    if (!isProcessError(error) || error.failure === 'cancelled') throw error
    return undefined
  }
}

async function nodeSummaries(kubectl: Kubectl): Promise<NodeSummary[]> {
  const nodes = await kubectl.list<{metadata: {name: string}}>('nodes')
  // The full summary takes longer, and fails if a kubelet cannot determine its disk.
  const path = (name: string) => `/api/v1/nodes/${name}/proxy/stats/summary?only_cpu_and_memory=true`
  const texts = nodes.map(({metadata: {name}}) => kubectl.raw(path(name)))
  return (await Promise.all(texts)).map((text) => kubectl.read(text, (printed) => JSON.parse(printed) as NodeSummary))
}
