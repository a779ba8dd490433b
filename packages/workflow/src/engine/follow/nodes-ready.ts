import {unlessUnreachable, type Kubectl} from '@rde/toolchain/wrappers/kubectl'
import type {NodeObject} from '@rde/toolchain/snapshot/objects'

/** How often the nodes are queried while a pod does not fit on any of them. */
const everyMs = 10_000

/** Whether all nodes are ready. One query serves all followers of runs. */
export class NodesReady {
  #asked: {readonly at: number; readonly answer: Promise<boolean>} | undefined

  constructor(
    private readonly kubectl: Pick<Kubectl, 'list'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** If the cluster does not answer, the last known answer; false if there is none. */
  ask(): Promise<boolean> {
    if (this.#asked === undefined || this.now() - this.#asked.at > everyMs) {
      const previous = this.#asked?.answer.catch(() => false)
      this.#asked = {at: this.now(), answer: this.#areReady().then((ready) => ready ?? previous ?? false)}
    }
    return this.#asked.answer
  }

  async #areReady(): Promise<boolean | undefined> {
    const nodes = await this.kubectl.list<NodeObject>('nodes').catch(unlessUnreachable)
    return nodes?.every(isReady)
  }
}

function isReady({status}: NodeObject): boolean {
  return status?.conditions?.some(({type, status: holds}) => type === 'Ready' && holds === 'True') ?? false
}
