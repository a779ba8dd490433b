import type {PodObject} from '@rde/toolchain/snapshot/objects'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import {type FollowRequest, masked, unmasked} from './run-reporter.js'
import {hasBegun, podOfStep, podSelector, stepContainer, stepHash} from './step-pods.js'

/** Reports the lines that the steps of a run have printed so far, one step after another. */
export async function readLogs(request: FollowRequest): Promise<void> {
  const {kubectl, run, steps, signal, inputs, onEvent} = masked(request)
  unmasked(inputs).forEach(onEvent)
  const items = await kubectl.list<PodObject>(
    ...(['pods', '--namespace', tenantsNamespace, '--selector', podSelector(run.name)] as const),
  )
  // relay-core runs a program of its own for an approval.
  for (const {name: step} of steps.filter(({type}) => type === 'container')) {
    const pod = podOfStep(items, stepHash(run.name, step))
    if (pod === undefined || !hasBegun(pod)) continue
    const {name, namespace} = pod.metadata
    const place = {pod: name, namespace, container: stepContainer, follow: false, signal}
    await kubectl.logs(place, (line) => onEvent({type: 'log', step, line}))
  }
}
