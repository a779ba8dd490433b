import {setMaxListeners} from 'node:events'
import {setTimeout as sleep} from 'node:timers/promises'

import type {RunEnd} from '../../run/events.js'
import {summarizeRun, type RunSummary} from '../run-summary.js'
import type {SavedStep} from '../workflow-object.js'

import {NodesReady} from './nodes-ready.js'
import {pipelineFailure} from './pipeline-failure.js'
import {type FollowRequest, masked, RunReporter, unmasked} from './run-reporter.js'
import {StartWatch, stepCannotStart} from './run-stuck.js'
import {StepLogs} from './step-logs.js'
import {hasStarted, podOfStep, stepHash} from './step-pods.js'
import {StepTroubles} from './step-troubles.js'
import {watchRun, type WatchedRun} from './watched-run.js'

export interface FollowedRun {
  /** The last known state. */
  readonly run: RunSummary
  readonly end: RunEnd
}

/** Follows a run to its end and reports its steps and logs. A run that has already ended is reported in full. */
export async function followRun(plain: FollowRequest): Promise<FollowedRun> {
  const request = masked(plain)
  const ended = new AbortController()
  const signal = AbortSignal.any([request.signal, ended.signal])
  // One listener for each running program; each step's log is read by one program.
  setMaxListeners(0, signal)
  const {run, steps, onEvent} = request
  onEvent({type: 'run-started', run: run.reference, workflow: run.workflow, steps: steps.map(({name}) => name)})
  unmasked(request.inputs).forEach(onEvent)
  const follower = new Follower({...request, signal})
  try {
    const end = await follower.follow()
    const {outcome, reason} = end
    onEvent({type: 'run-ended', run: run.reference, outcome, ...(reason !== undefined && {reason})})
    return {run: request.inputs.mask(follower.lastSeen), end: request.inputs.mask(end)}
  } finally {
    ended.abort()
  }
}

/** Watches a run's objects and checks them after every change. */
class Follower {
  readonly #watched: WatchedRun
  readonly #logs: StepLogs
  readonly #reporter: RunReporter
  readonly #troubles: StepTroubles
  readonly #start: StartWatch

  constructor(private readonly request: FollowRequest) {
    const {kubectl, run, signal, watches} = request
    this.#watched = watches?.of(run.name) ?? watchRun(run.name, kubectl)
    this.#logs = new StepLogs({kubectl, signal, onLine: (step, line) => this.#reporter.reportLine(step, line)})
    this.#reporter = new RunReporter(request, this.#logs)
    this.#troubles = new StepTroubles(watches?.nodes ?? new NodesReady(kubectl))
    this.#start = new StartWatch(request)
  }

  get lastSeen(): RunSummary {
    const {object} = this.#watched
    return object === undefined ? this.request.run : summarizeRun(object)
  }

  async follow(): Promise<RunEnd> {
    const {signal} = this.request
    let wake = () => {}
    const broken = this.#watched.watch(() => wake(), signal)
    broken.catch(() => undefined)
    // Check once a second as well: time limits end without a change of any object.
    for (;;) {
      const changed = new Promise<void>((resolve) => (wake = resolve))
      const end = await this.#look()
      if (end !== undefined) return end
      await Promise.race([broken, changed, sleep(1_000, undefined, {signal})])
      signal.throwIfAborted()
    }
  }

  /** Reports what has changed; resolves with the end once the run has ended. */
  async #look(): Promise<RunEnd | undefined> {
    const {run, signal, onEvent} = this.request
    const {object, pods} = this.#watched
    this.#readLogs()
    const state = object === undefined ? 'pending' : summarizeRun(object).state
    const over = state !== 'pending' && state !== 'running'
    const {present, hopeless} = over ? noTroubles : await this.#troubles.look(pods)
    const troubles = present.flatMap(({pod, what}) => this.#stepOfPod(pod).map(({name}) => [name, what] as const))
    await this.#reporter.reportSteps(object, new Map(troubles))
    if (over) {
      await this.#logs.ended()
      return {outcome: state}
    }
    if (this.#watched.isDeleted) return {outcome: 'cancelled', reason: 'the run was deleted'}
    if (hopeless !== undefined) {
      const [step] = this.#stepOfPod(hopeless.pod)
      if (step !== undefined) onEvent({type: 'step', step: step.name, phase: 'failed', reason: hopeless.what})
      return stepCannotStart(hopeless, {run: run.reference, step})
    }
    const failure = pipelineFailure(this.#watched.pipeline)
    if (failure !== undefined) return {outcome: 'failed', reason: failure}
    signal.throwIfAborted()
    return object?.status === undefined ? this.#start.look() : undefined
  }

  #readLogs(): void {
    const {run, steps, withoutLogs = false} = this.request
    if (withoutLogs) return
    const {pods} = this.#watched
    // For an approval, relay-core runs an internal program: skip its log.
    for (const {name} of steps.filter(({type}) => type === 'container')) {
      const pod = podOfStep(pods, stepHash(run.name, name))
      if (pod !== undefined && hasStarted(pod)) this.#logs.read(name, pod)
    }
  }

  /** Empty if the pod does not belong to a step. */
  #stepOfPod(pod: string): SavedStep[] {
    const found = this.#watched.pods.find(({metadata: {name}}) => name === pod)
    const hash = found?.metadata.labels?.['tekton.dev/pipelineTask']
    const {run, steps} = this.request
    return steps.filter(({name}) => stepHash(run.name, name) === hash)
  }
}

const noTroubles = {present: [], hopeless: undefined}
