import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import type {PodObject} from '@rde/toolchain/snapshot/objects'
import {untilAborted} from '@rde/time'

import type {RunObject} from '../run-object.js'
import {NodesReady} from './nodes-ready.js'
import type {PipelineRunObject} from './pipeline-failure.js'
import {allRunsSelector, podSelector, runOfPod} from './step-pods.js'
import {WatchedObjects} from './watched-objects.js'

/** The current objects of one run in the API. */
export interface WatchedRun {
  readonly object: RunObject | undefined
  /** Whether it existed and was deleted. */
  readonly isDeleted: boolean
  readonly pods: readonly PodObject[]
  readonly pipeline: PipelineRunObject | undefined
  /** Watches until the signal is aborted, and reports every change. */
  watch(onChange: () => void, signal: AbortSignal): Promise<void>
}

/** Watches a single run with its own watches. */
export function watchRun(run: string, kubectl: Kubectl): WatchedRun {
  const selectors = {field: `metadata.name=${run}`, label: podSelector(run)}
  const objects = watchedObjects(kubectl, selectors)
  return viewOf(
    run,
    () => objects,
    (onChange, signal) => watchAll(objects, {onChange, signal}),
  )
}

/** The minimum interval between two followers that look for a cause. */
const lookEveryMs = 2_000

interface SharedWatches {
  readonly objects: Objects
  readonly stop: AbortController
  /** Rejects when a watch fails. */
  readonly broken: Promise<void>
}

/**
 * Watches all runs for any number of followers, with one watch for each kind of object. The watches are open while
 * there is a follower.
 */
export class RunWatches {
  readonly #listeners = new Map<string, Set<() => void>>()
  #shared: SharedWatches | undefined
  #nextLook = 0
  /** Shared by all followers. */
  readonly nodes: NodesReady

  constructor(private readonly kubectl: Kubectl) {
    this.nodes = new NodesReady(kubectl)
  }

  /** A view of one run. */
  of(run: string): WatchedRun {
    let objects: Objects | undefined
    const watch: WatchedRun['watch'] = (onChange, signal) => {
      const shared = (this.#shared ??= this.#start())
      ;({objects} = shared)
      return this.#listen(run, shared.broken, {onChange, signal})
    }
    return viewOf(run, () => objects, watch)
  }

  /** Whether a follower may query the cluster beyond the watches. Followers take turns. */
  mayLook(now: number): boolean {
    if (now < this.#nextLook) return false
    this.#nextLook = now + lookEveryMs
    return true
  }

  async #listen(run: string, broken: Promise<void>, {onChange, signal}: ListenOptions): Promise<void> {
    const listeners = this.#listeners.get(run) ?? new Set()
    this.#listeners.set(run, listeners.add(onChange))
    // Report the current state.
    onChange()
    try {
      await Promise.race([broken, untilAborted(signal)])
    } finally {
      listeners.delete(onChange)
      if (listeners.size === 0) this.#listeners.delete(run)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  #start(): SharedWatches {
    const stop = new AbortController()
    const objects = watchedObjects(this.kubectl, {label: allRunsSelector})
    const onChange = (run: string) => this.#listeners.get(run)?.forEach((listener) => listener())
    const broken = watchAll(objects, {onChange, signal: stop.signal})
    broken.catch(() => undefined)
    return {objects, stop, broken}
  }

  #stop(): void {
    this.#shared?.stop.abort()
    this.#shared = undefined
  }
}

interface ListenOptions {
  readonly onChange: () => void
  readonly signal: AbortSignal
}

interface WatchOptions {
  /** `run`: the name of the run that the object belongs to. */
  readonly onChange: (run: string) => void
  readonly signal: AbortSignal
}

interface Objects {
  readonly runs: WatchedObjects<RunObject>
  readonly pods: WatchedObjects<PodObject>
  readonly pipelines: WatchedObjects<PipelineRunObject>
}

function watchedObjects(kubectl: Kubectl, {field, label}: {readonly field?: string; readonly label: string}): Objects {
  const here = `namespaces/${tenantsNamespace}`
  const named = field === undefined ? '' : `?fieldSelector=${encodeURIComponent(field)}`
  const watched = <Shape extends {metadata: {name: string}}>(path: string) => new WatchedObjects<Shape>(kubectl, path)
  return {
    runs: watched(`/apis/relay.sh/v1beta1/${here}/runs${named}`),
    pods: watched(`/api/v1/pods?labelSelector=${encodeURIComponent(label)}`),
    pipelines: watched(`/apis/tekton.dev/v1beta1/${here}/pipelineruns${named}`),
  }
}

async function watchAll({runs, pods, pipelines}: Objects, {onChange, signal}: WatchOptions): Promise<void> {
  await Promise.all([
    runs.watch(({metadata: {name}}) => onChange(name), signal),
    pods.watch((pod) => onChange(runOfPod(pod)), signal),
    // A PipelineRun has the name of its Run.
    pipelines.watch(({metadata: {name}}) => onChange(name), signal),
  ])
}

function viewOf(run: string, objects: () => Objects | undefined, watch: WatchedRun['watch']): WatchedRun {
  return {
    get object() {
      return objects()?.runs.objects.get(run)
    },
    get isDeleted() {
      return objects()?.runs.deleted.has(run) ?? false
    },
    get pods() {
      return [...(objects()?.pods.objects.values() ?? [])].filter((pod) => runOfPod(pod) === run)
    },
    get pipeline() {
      return objects()?.pipelines.objects.get(run)
    },
    watch,
  }
}
