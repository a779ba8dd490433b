import {podTroubles, type PodTrouble} from '@rde/toolchain/snapshot/pod-troubles'
import type {PodObject} from '@rde/toolchain/snapshot/objects'

import type {NodesReady} from './nodes-ready.js'

/** Longer than a registry of the internet needs: a run that is followed has no deadline of its own. */
const pullPatienceMs = 60_000

export interface StepTrouble {
  readonly pod: string
  /** In one line. */
  readonly what: string
  /** It is the step's image that cannot be had. */
  readonly pulls: boolean
}

/** Remembers how long each trouble of a run's pods lasts. */
export class StepTroubles {
  readonly #since = new Map<string, number>()

  constructor(private readonly nodes: Pick<NodesReady, 'ask'>) {}

  /** What keeps these pods from running now, and which of it will never end. */
  async look(pods: readonly PodObject[]): Promise<{present: StepTrouble[]; hopeless: StepTrouble | undefined}> {
    const pending = pods.filter(({status}) => status?.phase === 'Pending')
    const present = podTroubles(pending, await this.#nodesReady(pending))
    const hopeless = present.find((trouble) => this.#isOver(trouble))
    return {present: present.map(inWords), hopeless: hopeless && inWords(hopeless)}
  }

  #isOver(trouble: PodTrouble): boolean {
    const {pod, container, reason} = trouble
    const pulls = pullReasons.has(reason)
    const patienceMs = trouble.patienceMs ?? (pulls ? pullPatienceMs : Infinity)
    const key = `${pod}/${container}/${pulls ? 'pull' : reason}`
    const since = this.#since.get(key) ?? Date.now()
    this.#since.set(key, since)
    return Date.now() - since >= patienceMs
  }

  /** Asked only where it matters: for a pod that fits no node. */
  async #nodesReady(pods: readonly PodObject[]): Promise<boolean> {
    const unschedulable = ({status}: PodObject) => status?.conditions?.some(({reason}) => reason === 'Unschedulable')
    return pods.some(unschedulable) ? this.nodes.ask() : true
  }
}

/** Kubernetes goes back and forth between the two. */
const pullReasons = new Set(['ErrImagePull', 'ImagePullBackOff'])

function inWords({pod, reason, message}: PodTrouble): StepTrouble {
  const pulls = pullReasons.has(reason)
  const said = pulls
    ? message.replace(/^Back-off pulling image "[^"]*":? ?/, '').replace(/^ErrImagePull: /, '')
    : message
  return {pod, pulls, what: said === '' ? reason : `${pulls ? 'ErrImagePull' : reason}: ${said}`}
}
