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
 * Creates the cluster and saves its kubeconfig; rolls everything back if either fails or is interrupted. A marker stands
 * meanwhile, so that what a kill leaves behind is known to be half-made.
 */
export async function createCluster(context: PhaseContext): Promise<void> {
  const {data, docker, identity, k3d, updateConfig, report} = context
  // An earlier `delete --keep-cache` may have kept it: then it is not ours to roll back.
  const keepCache = (await docker.volumes([identity.registryVolume])).length > 0
  await writeFileAtomically(data.createMarker, '')
  try {
    await createByK3d(context).catch(async (error: unknown) => {
      if (!missedReadyLine(error)) throw error
      report('k3d missed that its load balancer was ready; creating the cluster again')
      await removeMade(context, keepCache)
      await createByK3d(context)
    })
    const kubeconfig = parseKubeconfig(await k3d.kubeconfig())
    const {proxy} = shapeOf(context)
    await updateConfig((config) => ({
      ...config,
      kubeconfig,
      cluster: {...config.cluster, ...(proxy !== null && {proxy})},
    }))
  } catch (error) {
    report('removing what was made')
    await rollBack(context, keepCache).catch((problem: unknown) => {
      throw notRolledBack(error, problem)
    })
    throw explained(error)
  }
  await rm(data.createMarker, {force: true})
  await rm(data.volumesToRemove, {force: true})
}

export function shapeOf({config}: Pick<PhaseContext, 'config'>, env = process.env): ClusterShape {
  const {agents, k3sImage, apiPort, registryPort, httpPort, proxy = proxyForNodes(env).proxy} = config().cluster
  return {agents, k3sImage, ports: {apiPort, registryPort, httpPort}, proxy}
}

/** k3d waits four minutes for a node that keeps dying; its own last words end that at once. */
async function createByK3d(context: PhaseContext): Promise<void> {
  const {k3d, signal} = context
  const over = new AbortController()
  const died = new AbortController()
  const watch = watchNodes(context, AbortSignal.any([signal, over.signal])).then((error) => {
    if (error !== undefined) died.abort(error)
  })
  try {
    await k3d.create(shapeOf(context), AbortSignal.any([signal, died.signal]))
  } catch (error) {
    throw died.signal.aborted ? died.signal.reason : error
  } finally {
    over.abort()
    await watch
  }
}

/**
 * On a busy machine a line of the load balancer's log can go by before k3d reads it, for which it then waits in vain. The
 * cluster is healthy by then, but k3d has not finished its network: only another create does.
 */
function missedReadyLine(error: unknown): boolean {
  return (
    isProcessError(error) && /serverlb'?: stopped returning log lines: context deadline exceeded/.test(error.stderr)
  )
}

async function rollBack(context: PhaseContext, keepCache: boolean): Promise<void> {
  await removeMade(context, keepCache)
  await rm(context.data.createMarker, {force: true})
}

async function removeMade({uninterrupted: {docker}, ...context}: PhaseContext, keepCache: boolean): Promise<void> {
  const leftovers = {...context, docker}
  await removeObjects(leftovers, await findObjects(leftovers, {keepCache}))
}

/** The marker stays, so the next start knows what it finds. Docker has usually gone: that comes first. */
function notRolledBack(failure: unknown, problem: unknown): unknown {
  if (!isRdeError(problem)) return problem
  const why = failure instanceof Error ? `\nThe create had failed: ${failure.message}` : ''
  return new RdeError(`${problem.message}${why}`, {
    code: problem.code,
    exitCode: problem.oclif.exit,
    outcome: 'What was created is still there; the next start removes it.',
    remedies: [...problem.remedies, {what: 'Then go on', command: 'rde cluster start'}],
  })
}

function explained(error: unknown): unknown {
  if (!isProcessError(error)) return error
  // Without its command line: the first remedy shows that.
  const [summary = '', ...words] = error.message.split('\n')
  const why = words.length > 0 ? words : [summary]
  return new RdeError(['k3d could not create the cluster.', ...why].join('\n'), {
    code: 'RDE_CREATE_FAILED',
    outcome: 'Everything that was created has been removed.',
    remedies: [
      {what: 'See each command line', command: 'rde cluster start --verbose'},
      {what: 'Look at the machine', command: 'docker info'},
    ],
  })
}
