import type {PodObject} from '@rde/toolchain/snapshot/objects'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import {type FollowRequest, masked, unmasked} from './run-reporter.js'
import {hasStarted, podOfStep, podSelector, stepContainer, stepHash} from './step-pods.js'

/** Reports the lines that the steps of a run have printed so far, one step after another. */
export async function readLogs(request: FollowRequest): Promise<void> {
  const {kubectl, run, steps, signal, inputs, onEvent} = masked(request)
  unmasked(inputs).forEach(onEvent)
  const items = await kubectl.list<PodObject>(
    ...(['pods', '--namespace', tenantsNamespace, '--selector', podSelector(run.name)] as const),
  )
  // For an approval, relay-core runs an internal program: skip its log.
  for (const {name: step} of steps.filter(({type}) => type === 'container')) {
    const pod = podOfStep(items, stepHash(run.name, step))
    if (pod === undefined || !hasStarted(pod)) continue
    const {name, namespace} = pod.metadata
    const options = {pod: name, namespace, container: stepContainer, follow: false, signal}
    await kubectl.logs(options, (line) => onEvent({type: 'log', step, line}))
  }
}
