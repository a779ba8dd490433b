import {exitCodes, RdeError} from '@rde/errors'
import {containers, type Phase, type PhaseContext, type PhaseOutcome, type Question} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {waitFor, type Look} from '@rde/time'
import {isRefused, isUnreachable, type Snapshot} from '@rde/toolchain'

import {renewKubeconfig} from '../containers/adopt-cluster.js'
import {apiReadiness, snapshotCluster, type ApiReadiness} from '../health/api-readiness.js'
import {DnsRepair} from '../health/dns-repair.js'
import {nodeProblems, storageNote} from '../health/node-readiness.js'
import type {ClusterView} from '../install/cluster-view.js'

/** Waits until the API answers, every node is ready and DNS works. Deletes nodes without a container from the API. */
export function nodesReady(view?: ClusterView): Phase {
  return {
    id: 'nodes-ready',
    title: 'Nodes',
    after: ['cluster'],
    deadlineMs: 180_000,
    asks: [clusterSnapshot],

    async run(context) {
      const looks = new NodeLooks(context, view)
      const {signal, report} = context
      return waitFor(() => looks.look(), {signal, report, pauseMs: 300}).catch(async (error: unknown) => {
        throw signal.aborted ? await notReady(context, looks.lastMissing) : error
      })
    },

    preview: async ({data}) => [`KUBECONFIG=${data.kubeconfig} kubectl wait --for=condition=Ready nodes --all`],
  }
}

/** The first snapshot of a start. */
const clusterSnapshot: Question<Snapshot> = {
  to: 'cluster',
  freshMs: 5_000,
  ask: async (context) => snapshotCluster(context, await context.answers.of(containers)),
}

/** How long the API server may refuse the kubeconfig of k3d. */
const refusedMs = 15_000

/** Checks the nodes until they are ready, and repairs what waiting does not fix. */
class NodeLooks {
  lastMissing = 'the API server has not answered yet'
  readonly #removed = new Set<string>()
  readonly #dns: DnsRepair
  #waited = false
  #renewed = false
  #refusedSince: number | undefined

  constructor(
    private readonly context: PhaseContext,
    private readonly view: ClusterView | undefined,
  ) {
    this.#dns = new DnsRepair(context)
  }

  async look(): Promise<Look<PhaseOutcome>> {
    const {context, view} = this
    const snapshot = await this.#ask()
    // The end of the phase also aborts the query; the previous reason is more useful then.
    if (context.signal.aborted) return {missing: this.lastMissing}
    if (snapshot === undefined) return this.#missing('waiting for the API server')
    view?.snapshots(context).offer(snapshot)
    const api = apiReadiness(snapshot)
    await this.#removeGhosts(api.ghosts)
    const missing = missingOf(api)
    if (missing === undefined) return {done: this.#outcome(snapshot, api)}
    if (api.nodes.every(({ready}) => ready)) await this.#dns.repair(snapshot)
    return this.#missing(missing)
  }

  #missing(missing: string): {missing: string} {
    this.#waited = true
    this.context.answers.forget(containers, clusterSnapshot)
    this.lastMissing = missing
    return {missing}
  }

  async #ask(): Promise<Snapshot | undefined> {
    try {
      return await this.context.answers.of(clusterSnapshot)
    } catch (error) {
      // Prefetched answers are useless if the API server does not answer.
      this.context.answers.forget()
      if (isUnreachable(error) || this.context.signal.aborted) return undefined
      if (!isRefused(error)) throw error
      // A server that just started may refuse for a moment.
      this.#refusedSince ??= performance.now()
      if (performance.now() - this.#refusedSince > refusedMs) throw refusal(error)
      this.#renewed ||= await renewKubeconfig(this.context)
      return undefined
    }
  }

  /** Deletes them at once: pods, possibly of DNS, stay bound to such a node for minutes. */
  async #removeGhosts(ghosts: readonly string[]): Promise<void> {
    const names = ghosts.filter((name) => !this.#removed.has(name))
    if (names.length > 0) await this.context.kubectl.run('delete', 'nodes', ...names, '--wait=false')
    for (const name of names) this.#removed.add(name)
  }

  #outcome({nodes}: Snapshot, api: ApiReadiness): PhaseOutcome {
    const storage = this.view && storageNote(nodes)
    const notes = [
      ...nodeProblems(nodes).map(({text, repair}) => `${text}\n    ${repair}`),
      ...(storage === undefined ? [] : [storage]),
    ]
    const done = [
      ...(this.#removed.size > 0 ? [`${[...this.#removed].join(', ')} removed from the list`] : []),
      ...(this.#renewed ? ['kubeconfig renewed'] : []),
      ...this.#dns.done,
    ]
    return {
      changed: this.#waited || done.length > 0,
      detail: [`${api.nodes.length} ready`, `Kubernetes ${api.version}`, ...done].join(', '),
      ...(notes.length > 0 && {notes}),
    }
  }
}

function missingOf({nodes, dnsProblem}: ApiReadiness): string | undefined {
  const waiting = nodes.filter(({ready}) => !ready)
  if (waiting.length > 0) return `waiting for ${waiting.map(({name, reason}) => `${name} (${reason})`).join(', ')}`
  return dnsProblem === undefined ? undefined : `waiting for DNS: ${dnsProblem}`
}

function refusal(error: unknown): RdeError {
  const message = isProcessError(error) ? error.stderr.trim() : String(error)
  return new RdeError(`The API server refuses the kubeconfig that k3d gives:\n${message}`, {
    code: 'RDE_KUBECONFIG_REFUSED',
    outcome: 'The cluster was kept.',
    remedies: [{what: 'Create the cluster again', command: 'rde cluster delete && rde cluster start'}],
  })
}

async function notReady({uninterrupted: {docker}, identity}: PhaseContext, last: string): Promise<RdeError> {
  const lines = await docker.lastLogLines(`k3d-${identity.name}-server-0`, 5).catch(() => [])
  return new RdeError([`The nodes did not become ready: ${last}.`, ...lines].join('\n'), {
    code: 'RDE_NODES_NOT_READY',
    exitCode: exitCodes.deadline,
    outcome: 'The cluster was kept; rde cluster start continues with nodes-ready.',
    remedies: [
      {what: 'Show the state of each part', command: 'rde cluster status'},
      {what: 'Restart the nodes', command: 'rde cluster stop && rde cluster start'},
    ],
  })
}
