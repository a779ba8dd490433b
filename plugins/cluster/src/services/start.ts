import {acquireLock, ConfigStore, secretsOf, type RdeConfig} from '@rde/config'
import {criticalPath, runPhases, type Phase, type PhaseObserver, type PhaseReport, type Session} from '@rde/plugin-kit'

import {phaseContexts} from '../start-context.js'

export interface StartOptions {
  /** In their order (`planPhases`). */
  readonly phases: readonly Phase[]
  readonly observer: PhaseObserver
  /** Choices made on the command line; they are written to config.json. */
  readonly choose: (config: RdeConfig) => RdeConfig
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
  {phases, observer, choose, signal}: StartOptions,
): Promise<StartResult> {
  const begin = performance.now()
  const {data, identity, secrets} = session
  const lock = await acquireLock(data, {command: 'rde cluster start'})
  try {
    const store = new ConfigStore({data, identity, lock})
    await store.readOrCreate()
    let config = await store.update(choose)
    secrets.learn(secretsOf(config))
    const holder = {
      config: () => config,
      async updateConfig(change: (config: RdeConfig) => RdeConfig) {
        config = await store.update(change)
        secrets.learn(secretsOf(config))
        return config
      },
    }
    const reports = await runPhases(phases, {signal, observer, context: phaseContexts(session, holder, lock.children)})
    return {
      cluster: identity.name,
      changed: reports.some(({changed}) => changed),
      seconds: (performance.now() - begin) / 1_000,
      phases: reports,
      criticalPath: criticalPath(phases, reports),
    }
  } finally {
    await lock.release()
  }
}
