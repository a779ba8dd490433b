import {setTimeout as sleep} from 'node:timers/promises'

import {exitCodes, RdeError} from '@rde/errors'
import type {Phase, PhaseContext} from '@rde/plugin-kit'
import {isUnreachable, type Snapshot} from '@rde/toolchain'

import {apiReadiness, surveyCluster, type ApiReadiness} from '../health/api-readiness.js'
import type {ClusterView} from '../install/cluster-view.js'

/** The API answers, every node takes work, names resolve. Nodes whose container is gone are taken off the API's list. */
export function nodesReady(view?: ClusterView): Phase {
  return {
    id: 'nodes-ready',
    title: 'Nodes',
    after: ['cluster'],
    deadlineMs: 180_000,

    async run(context) {
      view?.lookAhead(context)
      const removed = new Set<string>()
      let waited = false
      let last = 'the API server has not answered yet'
      for (;;) {
        if (context.signal.aborted) throw await notReady(context, last)
        const survey = await ask(context)
        const api = survey && apiReadiness(survey)
        if (survey === undefined) view?.forget()
        else view?.surveys(context).offer(survey)
        // At once: pods stay bound to such a node for minutes, DNS perhaps among them.
        await removeGhosts(context, api?.ghosts.filter((ghost) => !removed.has(ghost)) ?? [])
        api?.ghosts.forEach((ghost) => removed.add(ghost))
        const missing = api === undefined ? 'waiting for the API server' : lacking(api)
        if (api !== undefined && missing === undefined) {
          const offTheList = removed.size > 0 ? `, ${[...removed].join(', ')} taken off the list` : ''
          return {
            changed: waited || removed.size > 0,
            detail: `${api.nodes.length} ready, Kubernetes ${api.version}${offTheList}`,
          }
        }
        waited = true
        if (missing !== last) context.report(missing!)
        last = missing!
        await sleep(300, undefined, {signal: context.signal}).catch(() => undefined)
      }
    },

    preview: async ({data}) => [`KUBECONFIG=${data.kubeconfig} kubectl wait --for=condition=Ready nodes --all`],
  }
}

async function ask({signal, ...context}: PhaseContext): Promise<Snapshot | undefined> {
  try {
    return await surveyCluster(context)
  } catch (error) {
    if (isUnreachable(error) || signal.aborted) return undefined
    throw error
  }
}

function lacking({nodes, dns}: ApiReadiness): string | undefined {
  const waiting = nodes.filter(({ready}) => !ready)
  if (waiting.length > 0) return `waiting for ${waiting.map(({name, reason}) => `${name} (${reason})`).join(', ')}`
  return dns ? undefined : 'waiting for DNS (coredns)'
}

async function removeGhosts({kubectl}: PhaseContext, ghosts: readonly string[]): Promise<void> {
  if (ghosts.length > 0) await kubectl.run('delete', 'nodes', ...ghosts, '--wait=false')
}

async function notReady({uninterrupted: {docker}, identity}: PhaseContext, last: string): Promise<RdeError> {
  const words = await docker.lastWords(`k3d-${identity.name}-server-0`, 5).catch(() => [])
  return new RdeError([`The nodes did not become ready: ${last}.`, ...words].join('\n'), {
    code: 'RDE_NODES_NOT_READY',
    exitCode: exitCodes.deadline,
    outcome: 'The cluster was kept; rde cluster start goes on with nodes-ready.',
    remedies: [
      {what: 'See the parts', command: 'rde cluster status'},
      {what: 'Restart the nodes', command: 'rde cluster stop && rde cluster start'},
    ],
  })
}
