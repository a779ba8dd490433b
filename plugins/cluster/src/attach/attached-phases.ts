import {exitCodes, RdeError} from '@rde/errors'
import type {Phase, PhaseContext, PhaseOutcome} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'
import {
  checkContext,
  dockerChecks,
  failOn,
  runChecks,
  snapshotWorkloads,
  takeSnapshot,
  toolsOfCluster,
  type CheckResult,
  type Snapshot,
} from '@rde/toolchain'
import {waitFor, type Look} from '@rde/time'

import {apiReadiness} from '../health/api-readiness.js'
import {nodeProblems} from '../health/node-readiness.js'
import {checkFolder} from '../images/check-folder.js'
import {checkImages} from '../images/check-images.js'
import type {ClusterView} from '../install/cluster-view.js'
import {checkApi} from './cluster-checks.js'
import {foreignParts} from './foreign-parts.js'
import {rememberFoundNamespaces} from './found-namespaces.js'
import {restoreStopped} from './stop-attached.js'

/** Checks an attached cluster before anything is changed in it; reports all problems at once. */
export function attachedPreflight(stack?: ChosenStack): Phase {
  return {
    id: 'preflight',
    title: 'Machine',
    deadlineMs: 120_000,

    async run(context) {
      const {runner, data, config} = context
      const tools = toolsOfCluster(config())
      const checks = checkContext({runner, data, tools, stackSource: config().stack.source})
      const machine = await runChecks(dockerChecks, checks)
      failOn(machine, 'Nothing was changed.')
      failOn(await checkAttached(stack, context), 'Nothing was changed.')
      return {changed: false, detail: machine.find(({id}) => id === 'tools')?.detail ?? ''}
    },
  }
}

/** The problems of the cluster, of the images, and with components that are already installed. */
export async function checkAttached(stack: ChosenStack | undefined, context: PhaseContext): Promise<CheckResult[]> {
  const found = await checkApi(context)
  if (stack === undefined || found.length > 0) return found
  return (await Promise.all([checkStackImages(stack, context), foreignParts(stack, context)])).flat()
}

/** Leaves out node images: the nodes of an attached cluster have their own. */
function checkStackImages(stack: ChosenStack, context: PhaseContext): Promise<CheckResult[]> {
  const {layout} = stack
  if (layout === undefined) return checkImages(stack, context)
  return checkFolder({stack, layout, containers: [], nodes: []}, context)
}

/** Replaces the phase that creates containers: an attached cluster exists, or rde cannot start it. */
export const attachedCluster: Phase = {
  id: 'cluster',
  title: 'Cluster',
  after: ['config'],
  deadlineMs: 60_000,

  async run({kubectl, docker, config}) {
    await rememberFoundNamespaces(kubectl)
    const {workloads} = await snapshotWorkloads(kubectl, docker, [])
    const restored = await restoreStopped(workloads, kubectl)
    const detail = `attached by the context ${config().cluster.attached?.context}`
    if (restored.length === 0) return {changed: false, detail}
    return {changed: true, detail: `${detail}; ${restored.length} workloads scaled up`}
  },
}

/** Waits until one node takes pods. Nodes that do not are only reported. */
export function attachedNodes(view?: ClusterView): Phase {
  return {
    id: 'nodes-ready',
    title: 'Nodes',
    after: ['cluster'],
    deadlineMs: 120_000,

    async run(context) {
      const {signal, report} = context
      const look = async (): Promise<Look<PhaseOutcome>> => {
        const snapshot = await takeSnapshot(context.kubectl, context.docker, [])
        view?.snapshots(context).offer(snapshot)
        return lookAt(snapshot)
      }
      const onTimeout = () => noNode(context)
      return waitFor(look, {signal, report, pauseMs: 1_000, timeoutMs: 90_000, onTimeout})
    },
  }
}

function lookAt(snapshot: Snapshot): Look<PhaseOutcome> {
  const {nodes, version} = apiReadiness(snapshot)
  const ready = nodes.filter((node) => node.ready)
  if (ready.length === 0) return {missing: 'waiting for a node that is ready'}
  const waiting = nodes.filter((node) => !node.ready).map(({name, reason}) => `node ${name} is not ready: ${reason}`)
  const notes = [...waiting, ...nodeProblems(snapshot.nodes).map(({text, repair}) => `${text}\n    ${repair}`)]
  const detail = `${ready.length} of ${nodes.length} ready, Kubernetes ${version}`
  return {done: {changed: false, detail, ...(notes.length > 0 && {notes})}}
}

function noNode({config}: PhaseContext): RdeError {
  return new RdeError(`The cluster of the context ${config().cluster.attached?.context} has no node that is ready.`, {
    code: 'RDE_NODES_NOT_READY',
    exitCode: exitCodes.deadline,
    outcome: 'Nothing was changed.',
    remedies: [{what: 'See its nodes', command: 'rde kubectl get nodes'}],
  })
}
