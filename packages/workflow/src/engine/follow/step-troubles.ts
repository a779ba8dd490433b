import {podTroubles, type PodTrouble} from '@rde/toolchain/snapshot/pod-troubles'
import type {PodObject} from '@rde/toolchain/snapshot/objects'

import type {NodesReady} from './nodes-ready.js'

/** Longer than a registry on the internet needs: a followed run has no deadline. */
const pullPatienceMs = 60_000

export interface StepTrouble {
  readonly pod: string
  /** Description, one line. */
  readonly what: string
  /** Whether the step's image cannot be pulled. */
  readonly pulls: boolean
}

/** Tracks how long each problem of a run's pods has lasted. */
export class StepTroubles {
  readonly #since = new Map<string, number>()

  constructor(private readonly nodes: Pick<NodesReady, 'ask'>) {}

  /** The problems that keep these pods from running, and the first one that will not resolve itself. */
  async look(pods: readonly PodObject[]): Promise<{present: StepTrouble[]; hopeless: StepTrouble | undefined}> {
    const pending = pods.filter(({status}) => status?.phase === 'Pending')
    const present = podTroubles(pending, await this.#nodesReady(pending))
    const hopeless = present.find((trouble) => this.#isHopeless(trouble))
    return {present: present.map(toStepTrouble), hopeless: hopeless && toStepTrouble(hopeless)}
  }

  #isHopeless(trouble: PodTrouble): boolean {
    const {pod, container, reason} = trouble
    const pulls = pullReasons.has(reason)
    const patienceMs = trouble.patienceMs ?? (pulls ? pullPatienceMs : Infinity)
    const key = `${pod}/${container}/${pulls ? 'pull' : reason}`
    const since = this.#since.get(key) ?? Date.now()
    this.#since.set(key, since)
    return Date.now() - since >= patienceMs
  }

  /** Queries the nodes only if a pod does not fit on any node. */
  async #nodesReady(pods: readonly PodObject[]): Promise<boolean> {
    const unschedulable = ({status}: PodObject) => status?.conditions?.some(({reason}) => reason === 'Unschedulable')
    return pods.some(unschedulable) ? this.nodes.ask() : true
  }
}

/** Kubernetes alternates between the two. */
const pullReasons = new Set(['ErrImagePull', 'ImagePullBackOff'])

function toStepTrouble({pod, reason, message}: PodTrouble): StepTrouble {
  const pulls = pullReasons.has(reason)
  const text = pulls
    ? message.replace(/^Back-off pulling image "[^"]*":? ?/, '').replace(/^ErrImagePull: /, '')
    : message
  return {pod, pulls, what: text === '' ? reason : `${pulls ? 'ErrImagePull' : reason}: ${text}`}
}
