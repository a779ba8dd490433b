import {RdeError} from '@rde/errors'
import {waitFor, type Look} from '@rde/time'

import {isUnreachable, type Kubectl} from '../wrappers/kubectl.js'

import {lookAt, podTroubles, type PodTrouble} from './pod-troubles.js'
import type {JobObject, NodeObject, PodObject} from './objects.js'
import type {SnapshotLoop} from './snapshot-loop.js'
import type {Snapshot} from './snapshot.js'

export interface SnapshotWaitContext {
  readonly snapshots: Pick<SnapshotLoop, 'now' | 'expire'>
  readonly kubectl: Kubectl
  /** Whose pods and Jobs can make the wait hopeless. */
  readonly namespaces: readonly string[]
  /** Ends one pause early: resolves when a re-check is likely to succeed. It does not reject. */
  readonly hint?: Promise<unknown>
  /** Between two looks, and before the first one; as `waitFor` has them unless given. */
  readonly pauseMs?: number
  readonly firstPauseMs?: number
  /** Ends the wait; its phase knows the deadline. */
  readonly signal: AbortSignal
  report(line: string): void
}

/** How often in a row a container may end with the same last line. */
const sameEnds = 5

/**
 * Waits until `lack` finds nothing that is missing any more. Shows what it waits for; an API server that is away is waited
 * for, too. Rejects with `RDE_CANNOT_HEAL` and the pod's own message where waiting does not help.
 */
export async function waitForSnapshot(
  lack: (snapshot: Snapshot) => string | undefined,
  waiting: SnapshotWaitContext,
): Promise<Snapshot> {
  const {snapshots, signal, report, hint, pauseMs, firstPauseMs} = waiting
  const watch = new TroubleWatch(waiting)
  const hinted = hint?.then(() => snapshots.expire())
  const look = async (): Promise<Look<Snapshot>> => {
    const snapshot = await snapshots.now().catch(unlessUnreachable)
    if (snapshot === undefined) return {missing: 'waiting for the API server to answer'}
    const missing = lack(snapshot)
    if (missing === undefined) return {done: snapshot}
    const trouble = await watch.look(snapshot)
    return {missing: trouble === undefined ? `waiting for ${missing}` : describeTrouble(trouble)}
  }
  const pauses = {...(pauseMs !== undefined && {pauseMs}), ...(firstPauseMs !== undefined && {firstPauseMs})}
  return waitFor(look, {signal, report, ...(hinted && {hint: hinted}), ...pauses})
}

function unlessUnreachable(error: unknown): undefined {
  if (!isUnreachable(error)) throw error
}

/** Remembers how long each trouble lasts, and how often a container ended in the same way. */
class TroubleWatch {
  readonly #since = new Map<string, number>()
  readonly #ends = new Map<string, {restarts: number; line: string; same: number}>()

  constructor(private readonly waiting: SnapshotWaitContext) {}

  /** The first trouble there is; throws when one of them cannot heal. */
  async look({pods, jobs, nodes}: Snapshot): Promise<PodTrouble | undefined> {
    const {namespaces} = this.waiting
    const ours = pods.filter(({metadata}) => namespaces.includes(metadata.namespace))
    const failed = jobs.filter(({metadata}) => namespaces.includes(metadata.namespace)).flatMap(failedJob)
    const troubles = [...failed, ...podTroubles(ours, nodes.every(isReady))]
    const fatal = troubles.find((trouble) => this.#isOver(trouble)) ?? (await this.#repeatedEnd(ours))
    if (fatal !== undefined) throw cannotHeal(fatal)
    return troubles[0]
  }

  #isOver({pod, container, reason, patienceMs}: PodTrouble): boolean {
    if (patienceMs === undefined) return false
    const key = `${pod}/${container}/${reason}`
    const since = this.#since.get(key) ?? Date.now()
    this.#since.set(key, since)
    return Date.now() - since >= patienceMs
  }

  async #repeatedEnd(pods: readonly PodObject[]): Promise<PodTrouble | undefined> {
    for (const {metadata, status} of pods) {
      for (const {name: container, restartCount = 0} of status?.containerStatuses ?? []) {
        const {name: pod, namespace, uid} = metadata
        const before = this.#ends.get(`${uid}/${container}`)
        if (restartCount === 0 || before?.restarts === restartCount) continue
        const line = await this.#lastLine(metadata, container)
        const same = before?.line === line ? before.same + 1 : 1
        this.#ends.set(`${uid}/${container}`, {restarts: restartCount, line, same})
        if (same >= sameEnds)
          return {pod, namespace, container, reason: 'CrashLoopBackOff', message: line, patienceMs: 0}
      }
    }
    return undefined
  }

  async #lastLine({name, namespace}: PodObject['metadata'], container: string): Promise<string> {
    const args = ['logs', name, '--namespace', namespace, '--container', container, '--previous', '--tail=1']
    // A container whose log is gone already ended with an unknown line, which is no reason to give up.
    return (await this.waiting.kubectl.run(...args).catch(() => `unknown at ${Date.now()}`)).trim()
  }
}

export function describeTrouble({pod, namespace, container, reason, message}: PodTrouble): string {
  const where = container === undefined ? `${pod} in ${namespace}` : `container ${container} of ${pod} in ${namespace}`
  return message === '' ? `${where}: ${reason}` : `${where}: ${reason}: ${message}`
}

/** A Job says so itself when it will not try again. */
function failedJob({metadata: {name, namespace}, status}: JobObject): PodTrouble[] {
  const failed = status?.conditions?.find(({type, status: holds}) => type === 'Failed' && holds === 'True')
  if (failed === undefined) return []
  const message = failed.message ?? ''
  return [{pod: `Job ${name}`, namespace, container: undefined, reason: 'failed', message, patienceMs: 0}]
}

function isReady({status}: NodeObject): boolean {
  return status?.conditions?.some(({type, status: holds}) => type === 'Ready' && holds === 'True') ?? false
}

function cannotHeal(trouble: PodTrouble): RdeError {
  return new RdeError(`It will not become ready: ${describeTrouble(trouble)}`, {
    code: 'RDE_CANNOT_HEAL',
    outcome: 'The cluster was kept; rde cluster start continues here.',
    remedies: [
      {what: 'Look at it', command: lookAt(trouble)},
      {what: 'Once fixed', command: 'rde cluster start'},
    ],
  })
}
