import type {ContainerStatus, PodObject} from './objects.js'

/**
 * Problems of pods that end a wait because waiting does not help. All other problems are shown and waited for.
 * `cluster start`, `images import` and runs all use these rules.
 */

/** Why a pod does not run, as reported by Kubernetes. */
export interface PodTrouble {
  readonly pod: string
  readonly namespace: string
  readonly container: string | undefined
  readonly reason: string
  readonly message: string
  /** How long to wait before giving up, in milliseconds; undefined: no limit. */
  readonly patienceMs: number | undefined
}

/** Why these pods do not run now. `nodesReady`: an unschedulable pod then has no further node to wait for. */
export function podTroubles(pods: readonly PodObject[], nodesReady: boolean): PodTrouble[] {
  const active = pods.filter(({metadata}) => metadata.deletionTimestamp === undefined)
  return active.flatMap((pod) => [...schedulingTrouble(pod, nodesReady), ...containerTroubles(pod)])
}

function schedulingTrouble({metadata: {name, namespace}, status}: PodObject, nodesReady: boolean): PodTrouble[] {
  const unscheduled = status?.conditions?.find(
    ({type, reason}) => type === 'PodScheduled' && reason === 'Unschedulable',
  )
  if (unscheduled === undefined || unscheduled.status !== 'False') return []
  const {message = 'no node can run it'} = unscheduled
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
    const message = messageOf(status)
    if (reason === undefined || reason === 'ContainerCreating' || reason === 'PodInitializing') return []
    return [{pod: name, namespace, container, reason, message, patienceMs: patience(reason, message)}]
  })
}

/** For a crash loop, how the container ended: "back-off 40s restarting failed container" does not help. */
function messageOf({state, lastState}: ContainerStatus): string {
  const {reason, message = ''} = state?.waiting ?? {}
  const end = lastState?.terminated
  if (reason !== 'CrashLoopBackOff' || end === undefined) return message
  return end.message?.trim() || `it ended with exit code ${end.exitCode}`
}

/** A registry that refused will refuse again; one that did not answer may answer later. */
const refusedByRegistry =
  /not found|unauthorized|pull access denied|insufficient_scope|manifest unknown|does not exist/i
const unansweredRegistry = /no such host|connection refused|i\/o timeout|dial tcp|TLS handshake/i

function patience(reason: string, message: string): number | undefined {
  if (reason === 'InvalidImageName') return 0
  if (reason === 'CreateContainerConfigError') return 20_000
  const pulls = reason === 'ErrImagePull' || reason === 'ImagePullBackOff'
  return pulls && refusedByRegistry.test(message) && !unansweredRegistry.test(message) ? 0 : undefined
}

/** The most helpful command for a trouble: the log of a container that ended, otherwise `describe`. */
export function inspectCommand({pod, namespace, container, reason}: PodTrouble): string {
  if (pod.startsWith('Job ')) return `rde kubectl describe jobs.batch ${pod.slice(4)} --namespace ${namespace}`
  const ended = ['CrashLoopBackOff', 'Error', 'RunContainerError', 'OOMKilled', 'Completed'].includes(reason)
  if (!ended || container === undefined) return `rde kubectl describe pods ${pod} --namespace ${namespace}`
  return `rde kubectl logs ${pod} --namespace ${namespace} --container ${container} --previous`
}
