import {secretsOf, type ConfigStore, type RdeConfig} from '@rde/config'

import {asRunning, type ClusterInventory} from '@rde/toolchain'

import type {Answers, QuestionContext} from '../session/answers.js'
import type {PhaseContext} from './phase.js'
import type {Session, ToolOptions} from '../session/session.js'

/** The configuration that phases read and change: config.json under the lock, or a copy in memory for a dry run. */
export interface ConfigHolder {
  config(): RdeConfig
  updateConfig(change: (config: RdeConfig) => RdeConfig): Promise<RdeConfig>
}

/** The configuration as far as a cluster with these containers follows it. What is saved is what the user wants. */
export function holdRunning(holder: ConfigHolder, inventory: ClusterInventory | undefined): ConfigHolder {
  if (inventory === undefined) return holder
  return {...holder, config: () => asRunning(holder.config(), inventory)}
}

/** Lets phases read and change config.json; whatever becomes secret is masked from then on. */
export async function holdConfig(
  store: Pick<ConfigStore, 'readOrCreate' | 'update'>,
  {secrets}: Pick<Session, 'secrets'>,
): Promise<ConfigHolder> {
  const learn = (config: RdeConfig) => {
    secrets.learn(secretsOf(config))
    return config
  }
  let config = learn((await store.readOrCreate()).config)
  return {config: () => config, updateConfig: async (change) => (config = learn(await store.update(change)))}
}

export interface PhaseContextsOptions {
  /** Records the programs that phases run. */
  readonly children?: ToolOptions['children'] | undefined
  readonly answers: Answers
}

/** Makes the context of one phase. */
export function phaseContexts(
  session: Session,
  holder: ConfigHolder,
  {children, answers}: PhaseContextsOptions,
): (signal: AbortSignal, report: (line: string) => void) => PhaseContext {
  const {identity, data} = session
  const watched = children === undefined ? {} : {children}
  const tools = session.locateTools()
  const uninterrupted = tools(watched)
  return (signal: AbortSignal, report: (line: string) => void): PhaseContext => ({
    ...tools({...watched, signal}),
    uninterrupted,
    runner: session.runner({...watched, signal}),
    ...holder,
    identity,
    data,
    answers,
    signal,
    report,
  })
}

/** What questions are asked with, whichever phase wants to know. Their programs change nothing: nobody need end them after a kill of rde. */
export function questionContext(
  session: Session,
  {config}: Pick<ConfigHolder, 'config'>,
  signal?: AbortSignal,
): Omit<QuestionContext, 'answers'> {
  const {identity, data} = session
  const wishes = signal === undefined ? {} : {signal}
  return {...session.tools(wishes), runner: session.runner(wishes), identity, data, config}
}
