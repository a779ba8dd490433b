import {RdeError} from '@rde/errors'
import type {ContainerStatus, Kubectl, PodObject} from '@rde/toolchain'

import type {ImageReference} from '../image-reference.js'

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
