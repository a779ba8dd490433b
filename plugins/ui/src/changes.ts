import {setTimeout as sleep} from 'node:timers/promises'

import type {Session} from '@rde/plugin-kit'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'
import {WatchedObjects, withEngine} from '@rde/workflow/engine'
import {listLocalRuns} from '@rde/workflow/local'

/** How often the records of local runs are read, and how often an unreachable cluster is tried again. */
const lookEveryMs = 1_000
const retryMs = 10_000

/** Reports that runs started or ended, as long as there is a listener. */
export class Changes {
  readonly #listeners = new Set<() => void>()
  #stop: AbortController | undefined

  constructor(private readonly session: Session) {}

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#stop ??= this.#watch()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.close()
    }
  }

  close(): void {
    this.#stop?.abort()
    this.#stop = undefined
  }

  #watch(): AbortController {
    const stop = new AbortController()
    void this.#watchRecords(stop.signal)
    void this.#watchCluster(stop.signal)
    return stop
  }

  async #watchRecords(signal: AbortSignal): Promise<void> {
    let before: string | undefined
    while (!signal.aborted) {
      const runs = await listLocalRuns(this.session.data.localRuns).catch(() => [])
      const now = runs.map(({reference, state}) => `${reference} ${state}`).join('\n')
      if (before !== undefined && before !== now) this.#changed()
      before = now
      await sleep(lookEveryMs, undefined, {signal}).catch(() => undefined)
    }
  }

  async #watchCluster(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await withEngine(this.session, {signal}, ({kubectl}) => {
        const path = `/apis/relay.sh/v1beta1/namespaces/${tenantsNamespace}/runs`
        return new WatchedObjects<{metadata: {name: string}}>(kubectl, path).watch(() => this.#changed(), signal)
      }).catch(() => undefined)
      // A cluster may be running now: let the page read again.
      await sleep(retryMs, undefined, {signal}).catch(() => undefined)
      if (!signal.aborted) this.#changed()
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
