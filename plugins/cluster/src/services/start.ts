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
  openConfigAccess,
  withRunningConfig,
  phaseContexts,
  questionContext,
  runPhases,
  type ConfigAccess,
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
  /** Applies the choices of the command line, which are written to config.json. */
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
  /** The chain of phases that determined the duration, in order. */
  readonly criticalPath: readonly string[]
}

/** Brings the cluster from any state to that of config.json. Holds the cluster's lock meanwhile. */
export async function startCluster(
  session: Session,
  {plan, observe, choose, yes, signal}: StartOptions,
): Promise<StartResult> {
  const begin = performance.now()
  const {identity, data} = session
  // Before the lock and before any write or question, so that wrong usage leaves no trace.
  const phases = await plan(choose(await presentConfig(session)))
  const reports = await withLock(data, {command: 'rde cluster start', signal}, (lock) =>
    runLocked(phases, {session, lock, observe, choose, yes, signal}),
  )
  return {
    cluster: identity.name,
    changed: reports.some(({changed}) => changed),
    seconds: (performance.now() - begin) / 1_000,
    phases: reports,
    criticalPath: criticalPath(phases, reports),
  }
}

interface LockedRunOptions extends Omit<StartOptions, 'plan'> {
  readonly session: Session
  readonly lock: Lock
}

async function runLocked(
  phases: readonly Phase[],
  {session, lock, observe, choose, yes, signal}: LockedRunOptions,
): Promise<PhaseReport[]> {
  const {data, identity} = session
  const {children} = lock
  const ended = new AbortController()
  try {
    const access = await draftConfig(new ConfigStore({data, identity, lock}), session, choose)
    const answers = new Answers(questionContext(session, access, AbortSignal.any([signal, ended.signal])))
    answers.prefetch(phases.flatMap(({asks = []}) => asks))
    const running = withRunningConfig(access, await runningInventory(answers, data))
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
    // Aborts prefetched queries that no phase used.
    ended.abort()
  }
}

/** Undefined if there is no cluster that will be kept, or if Docker does not answer. */
export async function runningInventory(
  answers: Answers,
  {createMarker}: DataDirectory,
): Promise<ClusterInventory | undefined> {
  if (existsSync(createMarker)) return undefined
  return answers.ifAnswered(containers)
}

/**
 * The choices of the command line apply from the beginning, but are written by the first phase that changes or saves
 * config.json. The machine check runs before that, so a refused start leaves nothing behind.
 */
async function draftConfig(
  store: ConfigStore,
  session: Session,
  choose: StartOptions['choose'],
): Promise<ConfigAccess> {
  const draft = choose(await presentConfig(session))
  session.secrets.learn(secretsOf(draft))
  let access: ConfigAccess | undefined
  const write = async () => {
    access = await openConfigAccess(store, session)
    await access.updateConfig(choose)
    return access
  }
  let written: Promise<ConfigAccess> | undefined
  return {
    config: () => access?.config() ?? draft,
    updateConfig: async (change) => (await (written ??= write())).updateConfig(change),
  }
}

/** The present config.json, or a new one. Writes nothing. */
export async function presentConfig({data, identity}: Session): Promise<RdeConfig> {
  return (await readConfig(data)) ?? newConfig(data, identity)
}
