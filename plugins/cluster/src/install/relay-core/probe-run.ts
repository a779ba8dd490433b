import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {waitForSnapshot, type KubernetesObject, type SnapshotLoop, type WaitDetails} from '@rde/toolchain'
import {runResource, tenantResource, workflowResource} from '@rde/workflow/resources'

import {retryWhileUnreachable} from '../retry-while-unreachable.js'
import {relayCore} from './relay-core-names.js'

const namespace = relayCore.tenants
const workflowName = 'rde-probe'
const label = 'rde.relay.sh/probe'

export interface ProbeStep {
  readonly image: string
  readonly command: string
}

interface Condition {
  readonly type: string
  readonly status: string
  readonly message?: string
}

/**
 * Runs a workflow of one step to its end: Available Deployments do not prove that workflows run. Resolves with its
 * duration in seconds; `removeProbe` deletes what it made.
 */
export async function probeRun(step: ProbeStep, snapshots: SnapshotLoop, context: PhaseContext): Promise<number> {
  const {kubectl, report} = context
  report('making a probe run')
  await retryWhileUnreachable(() => kubectl.apply([tenant, workflow(step)]), context)
  await until('tenants.relay.sh', {name: workflowName, condition: 'Ready'}, {snapshots, context})
  const begin = performance.now()
  // A unique name: a run that reuses the objects of an earlier one would prove nothing.
  const name = `${workflowName}-${Date.now().toString(36)}`
  await retryWhileUnreachable(() => kubectl.apply([run(name)]), context)
  const conditions = await until('runs.relay.sh', {name, condition: 'Completed'}, {snapshots, context})
  const succeeded = conditions.find(({type}) => type === 'Succeeded')
  if (succeeded?.status !== 'True') throw probeFailed(name, succeeded?.message ?? 'it did not succeed')
  return (performance.now() - begin) / 1_000
}

interface ProbeContext {
  readonly snapshots: SnapshotLoop
  readonly context: PhaseContext
}

/** Waits for a condition of the probe's object, and fails early if its pods cannot recover. */
async function until(
  resource: string,
  {name, condition}: {name: string; condition: string},
  {snapshots, context}: ProbeContext,
): Promise<readonly Condition[]> {
  const {kubectl, signal, report} = context
  const object = `${resource}/${name}`
  const ended = new AbortController()
  const waiting = {
    snapshots,
    kubectl,
    namespaces: [namespace],
    signal: AbortSignal.any([signal, ended.signal]),
    report,
  }
  const hopeless = waitForSnapshot(() => `the probe run (${name} ${condition})`, waiting)
  try {
    await Promise.race([
      hopeless,
      retryWhileUnreachable(
        () =>
          kubectl.wait([object, '--namespace', namespace, `--for=condition=${condition}`], 180_000, tooLong(object)),
        context,
      ),
    ])
  } finally {
    ended.abort()
    await hopeless.catch(() => undefined)
  }
  type Conditioned = {status?: {conditions?: readonly Condition[]}}
  const {status} = await retryWhileUnreachable(
    () => kubectl.get<Conditioned>(resource, name, '--namespace', namespace),
    context,
  )
  return status?.conditions ?? []
}

const tenant = {...tenantResource({name: workflowName})}

function workflow({image, command}: ProbeStep): KubernetesObject {
  const steps = [{type: 'container', name: 'probe', image, command, dependsOn: []}] as const
  return {...workflowResource({parameters: {}, steps, triggers: []}, {name: workflowName})}
}

function run(name: string): KubernetesObject {
  return {...runResource({workflow: workflowName, name, parameters: {}, labels: {[label]: 'true'}})}
}

/** Deletes the runs first, also those of failed starts: a run deleted after its tenant leaves its pods behind. */
export async function removeProbe(context: PhaseContext): Promise<void> {
  const remove = (...args: string[]) =>
    retryWhileUnreachable(
      () => context.kubectl.run('delete', ...args, '--namespace', namespace, '--ignore-not-found'),
      context,
    )
  await remove('runs.relay.sh', '--selector', label)
  await remove('workflows.relay.sh,tenants.relay.sh', workflowName)
}

const outcome = 'The cluster was kept, and so was the probe run.'

function probeFailed(name: string, why: string): RdeError {
  return new RdeError(`relay-core runs, but a probe run did not succeed: ${why}`, {
    code: 'RDE_PROBE_FAILED',
    outcome,
    remedies: [
      {what: 'Look at the run', command: `rde kubectl describe runs.relay.sh ${name} --namespace ${namespace}`},
      {what: "Look at its step's pod", command: `rde kubectl get pods --namespace ${namespace}`},
      {what: 'Try again', command: 'rde cluster start'},
    ],
  })
}

function tooLong(object: string): WaitDetails {
  return {
    what: 'relay-core runs, but a probe run',
    outcome,
    remedies: [
      {what: 'See why in the logs of relay-core', command: 'rde cluster logs relay-core'},
      {what: 'Look at what it waits for', command: `rde kubectl describe ${object} --namespace ${namespace}`},
      {what: 'Try again', command: 'rde cluster start'},
    ],
  }
}
