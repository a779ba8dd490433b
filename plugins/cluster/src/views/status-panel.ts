import type {Panel, PanelContent, PanelState} from '@rde/plugin-kit'

import {clusterStatus, type ClusterStatus} from '../services/status.js'

/** The panel of `rde ui` with the output of `rde cluster status`. */
export const statusPanel: Panel = {
  id: 'cluster-status',
  title: 'State',
  read: async ({session, signal}) => statusContent(await clusterStatus(session, signal)),
}

const states: Readonly<Record<ClusterStatus['verdict'], PanelState>> = {
  healthy: 'ok',
  degraded: 'error',
  stopped: 'warning',
  absent: 'unknown',
  unknown: 'unknown',
}

const summaries: Partial<Record<ClusterStatus['verdict'], (cluster: string) => string>> = {
  absent: (cluster) => `There is no cluster ${cluster}.`,
  unknown: (cluster) => `The state of ${cluster} is unknown.`,
}

export function statusContent(status: ClusterStatus): PanelContent {
  const {cluster, verdict, problems, repair, nodes, kubernetes, registry, components} = status
  const summary = summaries[verdict]?.(cluster) ?? `${cluster} is ${verdict}.`
  const remedy = repair === undefined ? {} : {remedy: {what: 'Repair it', command: repair}}
  const messages = problems.length === 0 && repair !== undefined ? ['Start it'] : problems
  return {
    ...{state: states[verdict], summary, problems: messages.map((message) => ({message, ...remedy}))},
    tables: [
      {
        title: 'Nodes',
        columns: ['Name', 'Role', 'Container', 'Kubernetes'],
        rows: nodes.map(({name, role, state, ready}) => {
          const known = ready === undefined ? '' : ready ? `ready, ${kubernetes ?? ''}` : 'not ready'
          return {state: state === 'running' && ready !== false ? 'ok' : 'error', cells: [name, role, state, known]}
        }),
      },
      {
        title: 'Components',
        columns: ['Name', 'Version', 'State'],
        rows: components.map(({title, version, ready, problem, waitsFor}) => {
          const waits = waitsFor === undefined ? 'not ready' : `waits for ${waitsFor}`
          return {state: ready ? 'ok' : 'error', cells: [title, version, ready ? 'ready' : (problem ?? waits)]}
        }),
      },
      {
        title: 'Registry',
        columns: ['Address', 'Container'],
        rows: registry === undefined ? [] : [{cells: [registry.address, registry.state]}],
      },
    ],
  }
}
