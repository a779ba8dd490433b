import {RdeError} from '@rde/errors'
import type {Kubectl, PodObject, PodSpec} from '@rde/toolchain'

import type {ImageReference} from '../image-reference.js'

type ContainerStatus = NonNullable<NonNullable<PodObject['status']>['containerStatuses']>[number]

/** A kubelet starts a container again after 0, 10 and 20 s: one that ended three times ends at once. */
const toleratedRestarts = 2

/**
 * Throws where a container of these pods ends each time that it is started, with the last line that it printed. A program
 * that ends at once never gets ready, and its line says why.
 */
export async function refuseCrashLoop(
  pods: readonly PodObject[],
  reference: ImageReference,
  kubectl: Pick<Kubectl, 'run'>,
): Promise<void> {
  for (const pod of pods) {
    const {containerStatuses = [], initContainerStatuses = []} = pod.status ?? {}
    const crashed = [...initContainerStatuses, ...containerStatuses].find(endsAtOnce)
    if (crashed !== undefined) throw await crashLoop(pod, crashed, {reference, kubectl})
  }
}

/** In a crash loop a container is ready for a moment at each start: one that ended before must run for so long first. */
const provenMs = 10_000

/**
 * Without a probe a container is ready from its start on, even one that ends at once: the kubelet looks for its end a
 * second later, and then tells the API.
 */
export const startMs = 1_500

/** Whether a probe decides when all containers are ready. */
export function areProbed({containers = []}: PodSpec): boolean {
  return containers.every(({readinessProbe, startupProbe}) => (readinessProbe ?? startupProbe) !== undefined)
}

/** Containers that run, since when. By this machine's clock: the cluster may have another one. */
export class RunningContainers {
  readonly #since = new Map<string, number>()

  /** What is to be waited for, in the middle of a sentence; undefined if each runs for long enough. */
  missing(pods: readonly PodObject[], isSteady: boolean, now = performance.now()): string | undefined {
    for (const {metadata, spec = {}, status} of pods) {
      const isProven = isSteady || areProbed(spec)
      for (const {name, restartCount = 0, state} of status?.containerStatuses ?? []) {
        const key = `${metadata.namespace}/${metadata.name}/${name} ${restartCount}`
        if (state?.running === undefined) continue
        const since = this.#since.get(key) ?? now
        this.#since.set(key, since)
        const ranMs = now - since
        if (restartCount > 0 && ranMs < provenMs) return `has restarted its container ${name}, and must run for 10 s`
        if (!isProven && ranMs < startMs) return `has started its container ${name}, and must run for 1.5 s`
      }
    }
    return undefined
  }
}

function endsAtOnce({restartCount = 0, state}: ContainerStatus): boolean {
  const stands = state?.waiting?.reason === 'CrashLoopBackOff' || state?.terminated !== undefined
  return restartCount >= toleratedRestarts && stands
}

interface CrashContext {
  readonly reference: ImageReference
  readonly kubectl: Pick<Kubectl, 'run'>
}

async function crashLoop(
  {metadata: {name: pod, namespace}}: PodObject,
  {name: container, restartCount = 0, state, lastState}: ContainerStatus,
  {reference, kubectl}: CrashContext,
): Promise<RdeError> {
  const log = ['logs', pod, '--namespace', namespace, '--container', container]
  const line = (await kubectl.run(...log, '--tail=1').catch(() => '')).trim()
  const {exitCode} = state?.terminated ?? lastState?.terminated ?? {}
  const ended = `ended ${restartCount + 1} times${exitCode === undefined ? '' : `, last with exit code ${exitCode}`}`
  const message = `${reference} does not run: container ${container} of pod ${pod} in ${namespace} ${ended}.`
  return new RdeError(line === '' ? message : `${message} Its last line:\n  ${line}`, {
    code: 'RDE_CANNOT_HEAL',
    remedies: [
      {what: 'See its log', command: `rde kubectl ${log.join(' ')}`},
      {what: 'Once fixed', command: `rde images import ${reference}`},
    ],
    outcome: 'The image is on every node.',
  })
}
