import {unlessUnreachable, type Kubectl} from '@rde/toolchain/wrappers/kubectl'
import type {NodeObject} from '@rde/toolchain/snapshot/objects'

/** How often the nodes are asked while pods fit none of them. */
const everyMs = 10_000

/** Whether all nodes are ready: asked once for all who follow runs, however many there are. */
export class NodesReady {
  #asked: {readonly at: number; readonly answer: Promise<boolean>} | undefined

  constructor(
    private readonly kubectl: Pick<Kubectl, 'list'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Of a cluster that does not answer, what it answered last; false where it never did. */
  ask(): Promise<boolean> {
    if (this.#asked === undefined || this.now() - this.#asked.at > everyMs) {
      const before = this.#asked?.answer.catch(() => false)
      this.#asked = {at: this.now(), answer: this.#areReady().then((ready) => ready ?? before ?? false)}
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
