import {setTimeout as sleep} from 'node:timers/promises'

import {isProcessError} from '@rde/process-runner'
import {isUnreachable, type Kubectl, type WatchEvent} from '@rde/toolchain/wrappers/kubectl'

interface Named {
  readonly metadata: {readonly name: string}
}

/** The objects at a path of the API, as they are now: a collection, or what a selector chooses from it. */
export class WatchedObjects<Shape extends Named> {
  readonly objects = new Map<string, Shape>()
  /** Names of what was there and was deleted. */
  readonly deleted = new Set<string>()

  constructor(
    private readonly kubectl: Kubectl,
    private readonly path: string,
  ) {}

  /** Watches until the signal is aborted, and tells of every change. An API server that is away is waited for. */
  async watch(onChange: (object: Shape) => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const watching = this.kubectl.watch<Shape>(this.path, (event) => this.#take(event, onChange), signal)
      await watching.catch(unlessPassing)
      await sleep(500, undefined, {signal}).catch(() => undefined)
    }
  }

  #take({type, object}: WatchEvent<Shape>, onChange: (object: Shape) => void): void {
    if (type === 'ERROR' || type === 'BOOKMARK') return
    const {name} = object.metadata
    if (type === 'DELETED') {
      this.objects.delete(name)
      this.deleted.add(name)
    } else this.objects.set(name, object)
    onChange(object)
  }
}

/** The end of a watch by us, by the Ctrl-C that kubectl gets as we do, or by an API server that goes away for a while. */
function unlessPassing(error: unknown): void {
  const ended = isProcessError(error) && (error.failure === 'cancelled' || error.failure === 'killed')
  if (ended || isUnreachable(error)) return
  throw error
}
