import {podTroubles, type PodObject, type PodTrouble} from './cannot-heal.js'
import type {Kubectl} from './kubectl.js'

interface JobObject {
  readonly kind: 'Job'
  readonly metadata: {readonly name: string; readonly namespace: string}
  readonly status?: {
    readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string; readonly message?: string}>
  }
}

interface NodeObject {
  readonly kind: 'Node'
  readonly status?: {readonly conditions?: ReadonlyArray<{readonly type: string; readonly status: string}>}
}

export interface Outlook {
  /** The trouble that no patience cures, if there is one. */
  readonly fatal: PodTrouble | undefined
  /** What keeps things waiting now, in one line. */
  readonly reason: string | undefined
}

/** How often in a row a container may end with the same last line. */
const sameEnds = 5

/** Looks again and again at the pods and Jobs of some namespaces, and remembers how long each trouble lasts. */
export class TroubleWatch {
  readonly #since = new Map<string, number>()
  readonly #ends = new Map<string, {restarts: number; line: string; same: number}>()

  constructor(
    private readonly kubectl: Kubectl,
    private readonly namespaces: readonly string[],
  ) {}

  async look(now = Date.now()): Promise<Outlook> {
    const list = await this.kubectl.get<{items: Array<PodObject & {kind: string}>}>(
      'pods,jobs.batch,nodes',
      '--all-namespaces',
    )
    const ours = list.items.filter(
      ({kind, metadata}) => kind === 'Node' || this.namespaces.includes(metadata.namespace),
    )
    const pods = ours.filter(({kind}) => kind === 'Pod')
    const nodes = ours.filter(({kind}) => kind === 'Node') as unknown as NodeObject[]
    const troubles = podTroubles(pods, nodes.every(isReady))
    const failed = ours.filter(({kind}) => kind === 'Job').flatMap((job) => failedJob(job as unknown as JobObject))
    const fatal =
      [...failed, ...troubles].find((trouble) => this.#isOver(trouble, now)) ?? (await this.#repeatedEnd(pods))
    const [first] = troubles
    return {fatal, reason: first && describeTrouble(first)}
  }

  #isOver({pod, container, reason, patienceMs}: PodTrouble, now: number): boolean {
    if (patienceMs === undefined) return false
    const key = `${pod}/${container}/${reason}`
    const since = this.#since.get(key) ?? now
    this.#since.set(key, since)
    return now - since >= patienceMs
  }

  async #repeatedEnd(pods: readonly PodObject[]): Promise<PodTrouble | undefined> {
    for (const {metadata, status} of pods) {
      for (const {name: container, restartCount = 0} of status?.containerStatuses ?? []) {
        const {name: pod, namespace, uid} = metadata
        const key = `${uid}/${container}`
        const before = this.#ends.get(key)
        if (restartCount === 0 || before?.restarts === restartCount) continue
        const line = await this.#lastLine(metadata, container)
        const same = before?.line === line ? before.same + 1 : 1
        this.#ends.set(key, {restarts: restartCount, line, same})
        if (same >= sameEnds)
          return {pod, namespace, container, reason: 'CrashLoopBackOff', message: line, patienceMs: 0}
      }
    }
    return undefined
  }

  async #lastLine({name, namespace}: PodObject['metadata'], container: string): Promise<string> {
    const args = ['logs', name, '--namespace', namespace, '--container', container, '--previous', '--tail=1']
    return (await this.kubectl.run(...args).catch(() => '')).trim()
  }
}

export function describeTrouble({pod, namespace, container, reason, message}: PodTrouble): string {
  const where =
    container === undefined ? `pod ${pod} in ${namespace}` : `container ${container} of pod ${pod} in ${namespace}`
  return message === '' ? `${where}: ${reason}` : `${where}: ${reason}: ${message}`
}

/** A Job says so itself when it will not try again. */
function failedJob({metadata: {name, namespace}, status}: JobObject): PodTrouble[] {
  const failed = status?.conditions?.find(({type, status: holds}) => type === 'Failed' && holds === 'True')
  const trouble = {pod: `of Job ${name}`, namespace, container: undefined, reason: 'Job failed', patienceMs: 0}
  return failed ? [{...trouble, message: failed.message ?? ''}] : []
}

function isReady({status}: NodeObject): boolean {
  return status?.conditions?.some(({type, status: holds}) => type === 'Ready' && holds === 'True') ?? false
}
