import {setTimeout as sleep} from 'node:timers/promises'

import {isProcessError} from '@rde/process-runner'
import {isUnreachable, type Kubectl, type WatchEvent} from '@rde/toolchain/wrappers/kubectl'

interface Named {
  readonly metadata: {readonly name: string}
}

/** The current objects at a path of the API: a collection, or the part that a selector matches. */
export class WatchedObjects<Shape extends Named> {
  readonly objects = new Map<string, Shape>()
  /** Names of deleted objects. */
  readonly deleted = new Set<string>()

  constructor(
    private readonly kubectl: Kubectl,
    private readonly path: string,
  ) {}

  /** Watches until the signal is aborted, and reports every change. Waits for an API server that is unreachable. */
  async watch(onChange: (object: Shape) => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const watching = this.kubectl.watch<Shape>(this.path, (event) => this.#apply(event, onChange), signal)
      await watching.catch(throwUnlessTemporary)
      await sleep(500, undefined, {signal}).catch(() => undefined)
    }
  }

  #apply({type, object}: WatchEvent<Shape>, onChange: (object: Shape) => void): void {
    if (type === 'ERROR' || type === 'BOOKMARK') return
    const {name} = object.metadata
    if (type === 'DELETED') {
      this.objects.delete(name)
      this.deleted.add(name)
    } else this.objects.set(name, object)
    onChange(object)
  }
}

/** Ignores the end of a watch that we stopped, that Ctrl-C stopped, or whose API server is temporarily unreachable. */
function throwUnlessTemporary(error: unknown): void {
  const ended = isProcessError(error) && (error.failure === 'cancelled' || error.failure === 'killed')
  if (ended || isUnreachable(error)) return
  throw error
}
