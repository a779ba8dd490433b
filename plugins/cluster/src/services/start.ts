import {existsSync} from 'node:fs'

import {
  ConfigStore,
  newConfig,
  readConfig,
  secretsOf,
  withLock,
  type DataDirectory,
  type Lock,
  type RdeConfig,
} from '@rde/config'
import {
  Answers,
  containers,
  criticalPath,
  holdConfig,
  holdRunning,
  phaseContexts,
  questionContext,
  runPhases,
  type ConfigHolder,
  type Phase,
  type PhaseReport,
  type Progress,
  type Session,
} from '@rde/plugin-kit'
import type {ClusterInventory} from '@rde/toolchain'

export interface StartOptions {
  /** Asks the plugins for their phases, once config.json is known. */
  readonly plan: (config: RdeConfig) => Promise<readonly Phase[]>
  readonly observe: (phases: readonly Phase[]) => Promise<Progress>
  /** Choices made on the command line; they are written to config.json. */
  readonly choose: (config: RdeConfig) => RdeConfig
  /** Whether every question is answered with yes. */
  readonly yes: boolean
  readonly signal: AbortSignal
}

export interface StartResult {
  readonly cluster: string
  readonly changed: boolean
  readonly seconds: number
  readonly phases: readonly PhaseReport[]
  /** The phases that decided how long it took, in their order. */
  readonly criticalPath: readonly string[]
}

/** Brings the cluster to what config.json says, whatever state it is in. Holds the cluster's lock meanwhile. */
export async function startCluster(
  session: Session,
  {plan, observe, choose, yes, signal}: StartOptions,
): Promise<StartResult> {
  const begin = performance.now()
  const {identity, data} = session
  // Before the lock and before anything is written or asked: wrong usage leaves no trace.
  const phases = await plan(choose(await presentConfig(session)))
  const reports = await withLock(data, {command: 'rde cluster start', signal}, (lock) =>
    runHeld(phases, {session, lock, observe, choose, yes, signal}),
  )
  return {
    cluster: identity.name,
    changed: reports.some(({changed}) => changed),
    seconds: (performance.now() - begin) / 1_000,
    phases: reports,
    criticalPath: criticalPath(phases, reports),
  }
}

interface HeldRun extends Omit<StartOptions, 'plan'> {
  readonly session: Session
  readonly lock: Lock
}

async function runHeld(
  phases: readonly Phase[],
  {session, lock, observe, choose, yes, signal}: HeldRun,
): Promise<PhaseReport[]> {
  const {data, identity} = session
  const {children} = lock
  const ended = new AbortController()
  try {
    const holder = await draftConfig(new ConfigStore({data, identity, lock}), session, choose)
    const answers = new Answers(questionContext(session, holder, AbortSignal.any([signal, ended.signal])))
    answers.prefetch(phases.flatMap(({asks = []}) => asks))
    const running = holdRunning(holder, await runningInventory(answers, data))
    const context = phaseContexts(session, running, {children, answers})
    for (const phase of phases) {
      await phase.confirm?.(
        context(signal, () => {}),
        {yes},
      )
    }
    const progress = await observe(phases)
    return await runPhases(phases, {signal, observer: progress, context}).finally(() => progress.finished())
  } finally {
    // What was asked ahead, and nobody came to want to know.
    ended.abort()
  }
}

/** Undefined where there is no cluster that will be kept, or where Docker does not tell. */
export async function runningInventory(
  answers: Answers,
  {createMarker}: DataDirectory,
): Promise<ClusterInventory | undefined> {
  if (existsSync(createMarker)) return undefined
  return answers.ifAnswered(containers)
}

/**
 * The choices of the command line count from the beginning, but are written by the first phase that changes or saves
 * config.json. The machine check comes before that one, so a refused start leaves nothing behind.
 */
async function draftConfig(
  store: ConfigStore,
  session: Session,
  choose: StartOptions['choose'],
): Promise<ConfigHolder> {
  const draft = choose(await presentConfig(session))
  session.secrets.learn(secretsOf(draft))
  let holder: ConfigHolder | undefined
  const write = async () => {
    holder = await holdConfig(store, session)
    await holder.updateConfig(choose)
    return holder
  }
  let written: Promise<ConfigHolder> | undefined
  return {
    config: () => holder?.config() ?? draft,
    updateConfig: async (change) => (await (written ??= write())).updateConfig(change),
  }
}

/** config.json as it is, or as it would be made; nothing is written. */
export async function presentConfig({data, identity}: Session): Promise<RdeConfig> {
  return (await readConfig(data)) ?? newConfig(data, identity)
}
