import {setImmediate as nextTurn} from 'node:timers/promises'

import {runsInDocker, type ClusterIdentity, type DataDirectory, type RdeConfig} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'
import {checkContext, clusterInventory, parts, type ClusterInventory, type EngineState} from '@rde/toolchain'

import type {Tools} from './session.js'

/** Something that a command wants to know of Docker or of the cluster. Data: a plan says what it asks, and all of it is asked side by side. */
export interface Question<Answer> {
  /** A cluster that does not run as a whole is not asked ahead. */
  readonly to: 'docker' | 'cluster'
  /** How long the answer holds, in milliseconds; unless given, until it is forgotten. */
  readonly freshMs?: number
  ask(context: QuestionContext): Promise<Answer>
}

/** What questions are asked with. */
export interface QuestionContext extends Tools {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  readonly runner: ProcessRunner
  /** For what another question tells. */
  readonly answers: Pick<Answers, 'of' | 'ifAnswered'>
  config(): RdeConfig
}

interface Asked {
  readonly answer: Promise<unknown>
  /** Undefined while there is no answer. */
  at?: number
}

/** Whether there is an engine that can be used, and what it says of itself. */
export const engineState: Question<EngineState> = {
  to: 'docker',
  ask: async ({runner, data}) => checkContext({runner, data, tools: []}).engine.state(),
}

/** The containers of the cluster. Rejects as soon as it is known that Docker does not answer: a list would take a minute then. */
export const containers: Question<ClusterInventory> = {
  to: 'docker',
  async ask({docker, identity, config, answers}) {
    const inventory = clusterInventory(docker, {identity, config: config()})
    return runsInDocker(config()) ? Promise.race([inventory, silence(answers)]) : inventory
  },
}

async function silence(answers: Pick<Answers, 'of'>): Promise<never> {
  const state = await answers.of(engineState)
  if (state.kind === 'answers') return new Promise(() => {})
  throw new RdeError('Docker does not answer.', {
    code: 'RDE_DOCKER_UNREACHABLE',
    exitCode: exitCodes.toolUnavailable,
    remedies: [{what: 'See what is wrong', command: 'rde doctor'}],
  })
}

/** The ids of all images that Docker has, by their names. */
export const imageIds: Question<ReadonlyMap<string, string>> = {
  to: 'docker',
  ask: ({docker}) => docker.imageIds(),
}

/** What was asked, once for all who want to know. Whoever changes something forgets what it makes untrue. */
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

  /** Undefined where there is no answer: the machine check says why, together with everything else. */
  ifAnswered<Answer>(question: Question<Answer>): Promise<Answer | undefined> {
    return this.of(question).catch(() => undefined)
  }

  /** Begins with all of them, side by side. A failure is left to whoever wants to know, and asks again. */
  prefetch(questions: ReadonlyArray<Question<unknown>>): void {
    const ask = async (to: Question<unknown>['to']) => {
      for (const question of new Set(questions)) {
        if (question.to !== to) continue
        void this.ifAnswered(question)
        // In this order, even where one looks at another answer first: each start of a program holds rde up for some milliseconds.
        await nextTurn()
      }
    }
    void ask('docker')
    void this.#clusterRuns().then((runs) => (runs ? ask('cluster') : undefined))
  }

  /** These, or all. */
  forget(...questions: ReadonlyArray<Question<unknown>>): void {
    if (questions.length === 0) this.#asked.clear()
    for (const question of questions) this.#asked.delete(question)
  }

  /** With all its containers: what has to be started or made first would be asked in vain. */
  async #clusterRuns(): Promise<boolean> {
    const config = this.context.config()
    if (config.kubeconfig === null) return false
    // Whether one runs that is not ours shows when it is asked.
    if (!runsInDocker(config)) return true
    const inventory = await this.ifAnswered(containers)
    if (inventory === undefined) return false
    const {servers, agents, registries} = inventory
    const isWhole = servers.length > 0 && registries.length > 0 && agents.length >= config.cluster.agents
    return isWhole && parts(inventory).every(({state}) => state === 'running')
  }
}

function isFresh({freshMs = Infinity}: Question<unknown>, {at = Infinity}: Asked): boolean {
  return performance.now() - at < freshMs
}
