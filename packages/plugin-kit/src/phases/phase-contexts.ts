import {secretsOf, type ConfigStore, type RdeConfig} from '@rde/config'

import {asRunning, type ClusterInventory} from '@rde/toolchain'

import type {Answers, QuestionContext} from '../session/answers.js'
import type {PhaseContext} from './phase.js'
import type {Session, ToolOptions} from '../session/session.js'

/** The configuration that phases read and change: config.json under the lock, or a copy in memory for a dry run. */
export interface ConfigAccess {
  config(): RdeConfig
  updateConfig(change: (config: RdeConfig) => RdeConfig): Promise<RdeConfig>
}

/** The configuration that a cluster with these containers really has. Updates still change what the user asked for. */
export function withRunningConfig(access: ConfigAccess, inventory: ClusterInventory | undefined): ConfigAccess {
  if (inventory === undefined) return access
  return {...access, config: () => asRunning(access.config(), inventory)}
}

/** Lets phases read and change config.json. New secrets in it are masked from then on. */
export async function openConfigAccess(
  store: Pick<ConfigStore, 'readOrCreate' | 'update'>,
  {secrets}: Pick<Session, 'secrets'>,
): Promise<ConfigAccess> {
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
  access: ConfigAccess,
  {children, answers}: PhaseContextsOptions,
): (signal: AbortSignal, report: (line: string) => void) => PhaseContext {
  const {identity, data} = session
  const recorded = children === undefined ? {} : {children}
  const tools = session.locateTools()
  const uninterrupted = tools(recorded)
  return (signal: AbortSignal, report: (line: string) => void): PhaseContext => ({
    ...tools({...recorded, signal}),
    uninterrupted,
    runner: session.runner({...recorded, signal}),
    ...access,
    identity,
    data,
    answers,
    signal,
    report,
  })
}

/** The context of questions, for all phases. Their programs change nothing: they need not be ended if rde is killed. */
export function questionContext(
  session: Session,
  {config}: Pick<ConfigAccess, 'config'>,
  signal?: AbortSignal,
): Omit<QuestionContext, 'answers'> {
  const {identity, data} = session
  const options = signal === undefined ? {} : {signal}
  return {...session.tools(options), runner: session.runner(options), identity, data, config}
}
