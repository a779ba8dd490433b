import {RdeError} from '@rde/errors'
import type {ContainerStatus, Kubectl, PodObject} from '@rde/toolchain'

import type {ImageReference} from '../image-reference.js'

/** A kubelet restarts a container after 0, 10 and 20 s: one that ended three times exits right after its start. */
const toleratedRestarts = 2

/**
 * Throws if a container of these pods exits after each start. The error contains the last line that the container
 * printed, which usually gives the reason.
 */
export async function refuseCrashLoop(
  pods: readonly PodObject[],
  reference: ImageReference,
  kubectl: Pick<Kubectl, 'run'>,
): Promise<void> {
  for (const pod of pods) {
    const {containerStatuses = [], initContainerStatuses = []} = pod.status ?? {}
    const crashed = [...initContainerStatuses, ...containerStatuses].find(isCrashing)
    if (crashed !== undefined) throw await crashLoop(pod, crashed, {reference, kubectl})
  }
}

function isCrashing({restartCount = 0, state}: ContainerStatus): boolean {
  const isStopped = state?.waiting?.reason === 'CrashLoopBackOff' || state?.terminated !== undefined
  return restartCount >= toleratedRestarts && isStopped
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
