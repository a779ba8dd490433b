import {setImmediate as nextTurn} from 'node:timers/promises'

import {runsInDocker, type ClusterIdentity, type DataDirectory, type RdeConfig} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'
import {checkContext, clusterInventory, parts, type ClusterInventory, type EngineState} from '@rde/toolchain'

import type {Tools} from './session.js'

/** A question to Docker or the cluster. It is data: a plan lists its questions, and they are asked in parallel. */
export interface Question<Answer> {
  /** Questions to a cluster that does not run completely are not prefetched. */
  readonly to: 'docker' | 'cluster'
  /** How long the answer stays valid, in milliseconds; unless given, until it is forgotten. */
  readonly freshMs?: number
  ask(context: QuestionContext): Promise<Answer>
}

/** What questions may use. */
export interface QuestionContext extends Tools {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  readonly runner: ProcessRunner
  /** The answers to other questions. */
  readonly answers: Pick<Answers, 'of' | 'ifAnswered'>
  config(): RdeConfig
}

interface Asked {
  readonly answer: Promise<unknown>
  /** Undefined while there is no answer. */
  at?: number
}

/** Whether there is a usable engine, and its state. */
export const engineState: Question<EngineState> = {
  to: 'docker',
  ask: async ({runner, data}) => checkContext({runner, data, tools: []}).engine.state(),
}

/** The containers of the cluster. Rejects as soon as Docker is known not to answer: a list would take a minute then. */
export const containers: Question<ClusterInventory> = {
  to: 'docker',
  async ask({docker, identity, config, answers}) {
    const inventory = clusterInventory(docker, {identity, config: config()})
    return runsInDocker(config()) ? Promise.race([inventory, rejectIfSilent(answers)]) : inventory
  },
}

async function rejectIfSilent(answers: Pick<Answers, 'of'>): Promise<never> {
  const state = await answers.of(engineState)
  if (state.kind === 'answers') return new Promise(() => {})
  throw new RdeError('Docker does not answer.', {
    code: 'RDE_DOCKER_UNREACHABLE',
    exitCode: exitCodes.toolUnavailable,
    remedies: [{what: 'See what is wrong', command: 'rde doctor'}],
  })
}

/** The ids of all images in Docker, by name. */
export const imageIds: Question<ReadonlyMap<string, string>> = {
  to: 'docker',
  ask: ({docker}) => docker.imageIds(),
}

/** A cache of answers, each asked once. Code that changes something forgets the answers that it invalidates. */
export class Answers {
  readonly #asked = new Map<Question<unknown>, Asked>()

  constructor(private readonly context: Omit<QuestionContext, 'answers'>) {}

  of<Answer>(question: Question<Answer>): Promise<Answer> {
    const known = this.#asked.get(question)
    if (known !== undefined && isFresh(question, known)) return known.answer as Promise<Answer>
    const answer = question.ask({...this.context, answers: this})
    const asked: Asked = {answer}
    this.#asked.set(question, asked)
    answer.then(
      () => (asked.at = performance.now()),
      () => this.#asked.get(question) === asked && this.forget(question),
    )
    return answer
  }

  /** Undefined if there is no answer: the machine check reports the reason, with everything else. */
  ifAnswered<Answer>(question: Question<Answer>): Promise<Answer | undefined> {
    return this.of(question).catch(() => undefined)
  }

  /** Asks all of them in advance, in parallel. A failed question is asked again by the code that needs the answer. */
  prefetch(questions: ReadonlyArray<Question<unknown>>): void {
    const ask = async (to: Question<unknown>['to']) => {
      for (const question of new Set(questions)) {
        if (question.to !== to) continue
        void this.ifAnswered(question)
        // Keep this order, even if one needs another answer first: each program start blocks rde for some milliseconds.
        await nextTurn()
      }
    }
    void ask('docker')
    void this.#clusterRuns().then((runs) => (runs ? ask('cluster') : undefined))
  }

  /** Forgets the answers to these questions, or all answers. */
  forget(...questions: ReadonlyArray<Question<unknown>>): void {
    if (questions.length === 0) this.#asked.clear()
    for (const question of questions) this.#asked.delete(question)
  }

  /** Whether all its containers run: a question to a part that must be started or created first would be useless. */
  async #clusterRuns(): Promise<boolean> {
    const config = this.context.config()
    if (config.kubeconfig === null) return false
    // A cluster that is not ours shows whether it runs when it is asked.
    if (!runsInDocker(config)) return true
    const inventory = await this.ifAnswered(containers)
    if (inventory === undefined) return false
    const {servers, agents, registries} = inventory
    const isComplete = servers.length > 0 && registries.length > 0 && agents.length >= config.cluster.agents
    return isComplete && parts(inventory).every(({state}) => state === 'running')
  }
}

function isFresh({freshMs = Infinity}: Question<unknown>, {at = Infinity}: Asked): boolean {
  return performance.now() - at < freshMs
}
