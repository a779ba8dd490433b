import {RdeError} from '@rde/errors'
import {waitFor, type Look} from '@rde/time'

import {isUnreachable, type Kubectl} from '../wrappers/kubectl.js'

import {inspectCommand, podTroubles, type PodTrouble} from './pod-troubles.js'
import type {JobObject, NodeObject, PodObject} from './objects.js'
import type {SnapshotLoop} from './snapshot-loop.js'
import type {Snapshot} from './snapshot.js'

export interface SnapshotWaitContext {
  readonly snapshots: Pick<SnapshotLoop, 'now' | 'expire'>
  readonly kubectl: Kubectl
  /** Only pods and Jobs in these namespaces can end the wait. */
  readonly namespaces: readonly string[]
  /** Ends one pause early: resolves when a re-check is likely to succeed. It does not reject. */
  readonly hint?: Promise<unknown>
  /** Between two checks, and before the first one; defaults as in `waitFor`. */
  readonly pauseMs?: number
  readonly firstPauseMs?: number
  /** Ends the wait; the phase sets the deadline. */
  readonly signal: AbortSignal
  report(line: string): void
}

/** Give up after a container ended this often in a row with the same last line. */
const maxSameEnds = 5

/**
 * Waits until `findMissing` returns undefined, and reports what is missing. Also waits for an API server that is
 * unreachable. Rejects with `RDE_CANNOT_HEAL` and the pod's message when waiting does not help.
 */
export async function waitForSnapshot(
  findMissing: (snapshot: Snapshot) => string | undefined,
  context: SnapshotWaitContext,
): Promise<Snapshot> {
  const {snapshots, signal, report, hint, pauseMs, firstPauseMs} = context
  const watch = new TroubleWatch(context)
  const hinted = hint?.then(() => snapshots.expire())
  const look = async (): Promise<Look<Snapshot>> => {
    const snapshot = await snapshots.now().catch(unlessUnreachable)
    if (snapshot === undefined) return {missing: 'waiting for the API server to answer'}
    const missing = findMissing(snapshot)
    if (missing === undefined) return {done: snapshot}
    const trouble = await watch.check(snapshot)
    return {missing: trouble === undefined ? `waiting for ${missing}` : describeTrouble(trouble)}
  }
  const pauses = {...(pauseMs !== undefined && {pauseMs}), ...(firstPauseMs !== undefined && {firstPauseMs})}
  return waitFor(look, {signal, report, ...(hinted && {hint: hinted}), ...pauses})
}

function unlessUnreachable(error: unknown): undefined {
  if (!isUnreachable(error)) throw error
}

/** Tracks how long each trouble lasts, and how often a container ended in the same way. */
class TroubleWatch {
  readonly #since = new Map<string, number>()
  readonly #ends = new Map<string, {restarts: number; line: string; same: number}>()

  constructor(private readonly context: SnapshotWaitContext) {}

  /** The first trouble, if any; throws if waiting does not help against one of them. */
  async check({pods, jobs, nodes}: Snapshot): Promise<PodTrouble | undefined> {
    const {namespaces} = this.context
    const ours = pods.filter(({metadata}) => namespaces.includes(metadata.namespace))
    const failed = jobs.filter(({metadata}) => namespaces.includes(metadata.namespace)).flatMap(failedJob)
    const troubles = [...failed, ...podTroubles(ours, nodes.every(isReady))]
    const fatal = troubles.find((trouble) => this.#isExpired(trouble)) ?? (await this.#repeatedEnd(ours))
    if (fatal !== undefined) throw cannotHeal(fatal)
    return troubles[0]
  }

  #isExpired({pod, container, reason, patienceMs}: PodTrouble): boolean {
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
        if (same >= maxSameEnds)
          return {pod, namespace, container, reason: 'CrashLoopBackOff', message: line, patienceMs: 0}
      }
    }
    return undefined
  }

  async #lastLine({name, namespace}: PodObject['metadata'], container: string): Promise<string> {
    const args = ['logs', name, '--namespace', namespace, '--container', container, '--previous', '--tail=1']
    // If the log was already deleted, the last line is unknown, and the wait continues.
    return (await this.context.kubectl.run(...args).catch(() => `unknown at ${Date.now()}`)).trim()
  }
}

export function describeTrouble({pod, namespace, container, reason, message}: PodTrouble): string {
  const where = container === undefined ? `${pod} in ${namespace}` : `container ${container} of ${pod} in ${namespace}`
  return message === '' ? `${where}: ${reason}` : `${where}: ${reason}: ${message}`
}

/** A Job has a condition for this when it will not retry. */
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
      {what: 'Look at it', command: inspectCommand(trouble)},
      {what: 'Once fixed', command: 'rde cluster start'},
    ],
  })
}
