import {expect} from 'chai'

import {DockerWatch} from '../e2e/docker-watch.js'
import {User} from '../e2e/user.js'
import {nothingLeft, type Fault, type FaultContext} from './fault.js'

/** Plays faults: with a user, a cluster, and a watch on what is left at the end. */
export class FaultRun {
  readonly #user: User
  readonly #watch = new DockerWatch()
  readonly #random: () => number

  constructor(cluster: string, seed = 1) {
    this.#user = new User(cluster)
    this.#random = sequence(seed)
  }

  async play(fault: Fault, say: (line: string) => void = () => {}): Promise<void> {
    const context = {user: this.#user, watch: this.#watch, say, random: this.#random}
    await this.#prepare(fault.begin)
    await fault.provoke(context)
    expect(this.#user.files().filter((file) => file.startsWith('.kube/')).length, "the user's own kubeconfig").to.equal(
      1,
    )
  }

  /** Deletes the cluster, and fails if anything of it is left. */
  async clear(): Promise<void> {
    const {exitCode, stderr} = await this.#user.rde('cluster', 'delete', '--yes')
    const context: FaultContext = {user: this.#user, watch: this.#watch, say() {}, random: this.#random}
    try {
      expect(exitCode, stderr).to.equal(0)
      nothingLeft(context)
    } finally {
      this.#watch.stop()
      this.#user.remove()
    }
  }

  async #prepare(begin: Fault['begin']): Promise<void> {
    const words = {absent: ['delete', '--yes'], healthy: ['start'], stopped: ['stop']}[begin]
    if (begin === 'stopped') await this.#prepare('healthy')
    const first = await this.#user.rde('cluster', ...words)
    // The previous fault may have left a cluster that cannot be repaired.
    if (first.exitCode !== 0) await this.#user.rde('cluster', 'delete', '--yes')
    const {exitCode, stderr} = first.exitCode === 0 ? first : await this.#user.rde('cluster', ...words)
    expect(exitCode, `before the fault: ${stderr}`).to.equal(0)
  }
}

/** Pseudo-random numbers from 0 to 1 (mulberry32), so that a run can be repeated. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
