import {rm} from 'node:fs/promises'

import {writeFileAtomically} from '@rde/config'
import {isRdeError, RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {proxyForNodes, type ClusterShape} from '@rde/toolchain'

import {findObjects, removeObjects} from './docker-leftovers.js'
import {parseKubeconfig} from './kubeconfig-document.js'
import {watchNodes} from './watch-nodes.js'

/**
 * Creates the cluster and saves its kubeconfig; rolls everything back if either fails or is interrupted. A marker
 * exists meanwhile: it shows that a cluster left behind by a kill is incomplete.
 */
export async function createCluster(context: PhaseContext): Promise<void> {
  const {data, docker, identity, k3d, updateConfig, report} = context
  // If an earlier `delete --keep-cache` kept the volume, a rollback keeps it too.
  const keepCache = (await docker.volumes([identity.registryVolume])).length > 0
  await writeFileAtomically(data.createMarker, '')
  try {
    await createWithK3d(context).catch(async (error: unknown) => {
      if (!missedReadyLine(error)) throw error
      report('k3d missed that its load balancer was ready; creating the cluster again')
      // Images may have been pushed meanwhile, so the registry's volume is kept.
      await removeCreated(context, true)
      await createWithK3d(context)
    })
    const kubeconfig = parseKubeconfig(await k3d.kubeconfig())
    const {proxy} = shapeOf(context)
    await updateConfig((config) => ({
      ...config,
      kubeconfig,
      cluster: {...config.cluster, ...(proxy !== null && {proxy})},
    }))
  } catch (error) {
    report('removing what was created')
    await rollBack(context, keepCache).catch((problem: unknown) => {
      throw explainFailedRollback(error, problem)
    })
    throw explainFailure(error)
  }
  await rm(data.createMarker, {force: true})
  await rm(data.volumesToRemove, {force: true})
}

export function shapeOf({config}: Pick<PhaseContext, 'config'>, env = process.env): ClusterShape {
  const {agents, k3sImage, apiPort, registryPort, httpPort, proxy = proxyForNodes(env).proxy} = config().cluster
  return {agents, k3sImage, ports: {apiPort, registryPort, httpPort}, proxy}
}

/** k3d waits four minutes for a node that keeps crashing; a fatal error in the node's log ends that at once. */
async function createWithK3d(context: PhaseContext): Promise<void> {
  const {k3d, signal} = context
  const ended = new AbortController()
  const crashed = new AbortController()
  const watch = watchNodes(context, AbortSignal.any([signal, ended.signal])).then((error) => {
    if (error !== undefined) crashed.abort(error)
  })
  try {
    await k3d.create(shapeOf(context), AbortSignal.any([signal, crashed.signal]))
  } catch (error) {
    throw crashed.signal.aborted ? crashed.signal.reason : error
  } finally {
    ended.abort()
    await watch
  }
}

/**
 * Whether k3d waited in vain for a log line of the load balancer: on a busy machine the line can appear before k3d
 * reads the log. The cluster is healthy then, but k3d has not finished its network, so it has to be created again.
 */
function missedReadyLine(error: unknown): boolean {
  return (
    isProcessError(error) && /serverlb'?: stopped returning log lines: context deadline exceeded/.test(error.stderr)
  )
}

async function rollBack(context: PhaseContext, keepCache: boolean): Promise<void> {
  await removeCreated(context, keepCache)
  await rm(context.data.createMarker, {force: true})
}

async function removeCreated({uninterrupted: {docker}, ...context}: PhaseContext, keepCache: boolean): Promise<void> {
  const leftovers = {...context, docker}
  await removeObjects(leftovers, await findObjects(leftovers, {keepCache}))
}

/** The failed rollback comes first: usually Docker has stopped. The marker stays for the next start. */
function explainFailedRollback(failure: unknown, problem: unknown): unknown {
  if (!isRdeError(problem)) return problem
  const cause = failure instanceof Error ? `\nThe create had failed: ${failure.message}` : ''
  return new RdeError(`${problem.message}${cause}`, {
    code: problem.code,
    exitCode: problem.oclif.exit,
    outcome: 'What was created is still there; the next start removes it.',
    remedies: [...problem.remedies, {what: 'Then go on', command: 'rde cluster start'}],
  })
}

function explainFailure(error: unknown): unknown {
  if (!isProcessError(error)) return error
  // Leave out the command line: the first remedy shows it.
  const [summary = '', ...output] = error.message.split('\n')
  const reason = output.length > 0 ? output : [summary]
  return new RdeError(['k3d could not create the cluster.', ...reason].join('\n'), {
    code: 'RDE_CREATE_FAILED',
    outcome: 'Everything that was created has been removed.',
    remedies: [
      {what: 'See each command line', command: 'rde cluster start --verbose'},
      {what: 'Look at the machine', command: 'docker info'},
    ],
  })
}
