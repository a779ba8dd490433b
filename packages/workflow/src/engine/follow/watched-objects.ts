import {setTimeout as sleep} from 'node:timers/promises'

import {isProcessError} from '@rde/process-runner'
import {isUnreachable, type Kubectl, type WatchEvent} from '@rde/toolchain/kubectl'

interface Named {
  readonly metadata: {readonly name: string}
}

export interface WatchRequest {
  readonly kubectl: Kubectl
  /** Of the API: a collection, chosen from by a selector. */
  readonly path: string
  readonly signal: AbortSignal
}

/** The objects at a path of the API, as they are now. */
export class WatchedObjects<Shape extends Named> {
  readonly objects = new Map<string, Shape>()
  /** Names of what was there and was deleted. */
  readonly deleted = new Set<string>()

  constructor(private readonly request: WatchRequest) {}

  /** Watches until the signal is aborted, and tells of every change. An API server that is away is waited for. */
  async watch(onChange: () => void): Promise<void> {
    const {kubectl, path, signal} = this.request
    while (!signal.aborted) {
      await kubectl.watch<Shape>(path, (event) => this.#take(event, onChange), signal).catch(unlessPassing)
      await sleep(500, undefined, {signal}).catch(() => undefined)
    }
  }

  #take({type, object}: WatchEvent<Shape>, onChange: () => void): void {
    if (type === 'ERROR' || type === 'BOOKMARK') return
    const {name} = object.metadata
    if (type === 'DELETED') {
      this.objects.delete(name)
      this.deleted.add(name)
    } else this.objects.set(name, object)
    onChange()
  }
}

/** The end of a watch by us, by the Ctrl-C that kubectl gets as we do, or by an API server that goes away for a while. */
function unlessPassing(error: unknown): void {
  const ended = isProcessError(error) && (error.failure === 'cancelled' || error.failure === 'killed')
  if (ended || isUnreachable(error)) return
  throw error
}
