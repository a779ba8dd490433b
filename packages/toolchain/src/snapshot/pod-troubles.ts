import type {ContainerStatus, PodObject} from './objects.js'

/**
 * What ends a wait at once: troubles of pods and Jobs that waiting does not cure. Everything else is the
 * present reason and is waited for. `cluster start`, `images import` and runs all judge by this one table.
 */

/** Something that keeps a pod from running, in the words of Kubernetes. */
export interface PodTrouble {
  readonly pod: string
  readonly namespace: string
  readonly container: string | undefined
  readonly reason: string
  readonly message: string
  /** How long it may last before it counts as never ending, in milliseconds; undefined: for ever. */
  readonly patienceMs: number | undefined
}

/** What keeps these pods from running now. `nodesReady`: a pod that fits no node waits for nothing else then. */
export function podTroubles(pods: readonly PodObject[], nodesReady: boolean): PodTrouble[] {
  const living = pods.filter(({metadata}) => metadata.deletionTimestamp === undefined)
  return living.flatMap((pod) => [...schedulingTrouble(pod, nodesReady), ...containerTroubles(pod)])
}

function schedulingTrouble({metadata: {name, namespace}, status}: PodObject, nodesReady: boolean): PodTrouble[] {
  const unscheduled = status?.conditions?.find(
    ({type, reason}) => type === 'PodScheduled' && reason === 'Unschedulable',
  )
  if (unscheduled === undefined || unscheduled.status !== 'False') return []
  const {message = 'no node takes it'} = unscheduled
  return [
    {
      pod: name,
      namespace,
      container: undefined,
      reason: 'Unschedulable',
      message,
      patienceMs: nodesReady ? 30_000 : undefined,
    },
  ]
}

function containerTroubles({metadata: {name, namespace}, status}: PodObject): PodTrouble[] {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  return containers.flatMap((status) => {
    const {name: container, state} = status
    const {reason} = state?.waiting ?? {}
    const message = wordsOf(status)
    if (reason === undefined || reason === 'ContainerCreating' || reason === 'PodInitializing') return []
    return [{pod: name, namespace, container, reason, message, patienceMs: patience(reason, message)}]
  })
}

/** "back-off 40s restarting failed container" says nothing: how it ended says more. */
function wordsOf({state, lastState}: ContainerStatus): string {
  const {reason, message = ''} = state?.waiting ?? {}
  const end = lastState?.terminated
  if (reason !== 'CrashLoopBackOff' || end === undefined) return message
  return end.message?.trim() || `it ended with exit code ${end.exitCode}`
}

/** A registry that answered "no" will answer it again; one that did not answer may yet. */
const refusedByRegistry =
  /not found|unauthorized|pull access denied|insufficient_scope|manifest unknown|does not exist/i
const unansweredRegistry = /no such host|connection refused|i\/o timeout|dial tcp|TLS handshake/i

function patience(reason: string, message: string): number | undefined {
  if (reason === 'InvalidImageName') return 0
  if (reason === 'CreateContainerConfigError') return 20_000
  const pulls = reason === 'ErrImagePull' || reason === 'ImagePullBackOff'
  return pulls && refusedByRegistry.test(message) && !unansweredRegistry.test(message) ? 0 : undefined
}

/** The command that shows most of a trouble: of a container that ended, what it printed before it did. */
export function lookAt({pod, namespace, container, reason}: PodTrouble): string {
  if (pod.startsWith('Job ')) return `rde kubectl describe jobs.batch ${pod.slice(4)} --namespace ${namespace}`
  const ended = ['CrashLoopBackOff', 'Error', 'RunContainerError', 'OOMKilled', 'Completed'].includes(reason)
  if (!ended || container === undefined) return `rde kubectl describe pods ${pod} --namespace ${namespace}`
  return `rde kubectl logs ${pod} --namespace ${namespace} --container ${container} --previous`
}
