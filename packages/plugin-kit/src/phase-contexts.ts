import {secretsOf, type ConfigStore, type RdeConfig} from '@rde/config'

import type {PhaseContext} from './phase.js'
import type {Session, ToolOptions} from './session.js'

/** The configuration that phases read and change: config.json under the lock, or a copy in memory for a dry run. */
export interface ConfigHolder {
  config(): RdeConfig
  updateConfig(change: (config: RdeConfig) => RdeConfig): Promise<RdeConfig>
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

/** Makes the context of one phase; `children` records the programs that it runs. */
export function phaseContexts(session: Session, holder: ConfigHolder, children?: ToolOptions['children']) {
  const {identity, data} = session
  const watched = children === undefined ? {} : {children}
  return (signal: AbortSignal, report: (line: string) => void): PhaseContext => ({
    ...session.tools({...watched, signal}),
    uninterrupted: session.tools(watched),
    runner: session.runner({...watched, signal}),
    ...holder,
    identity,
    data,
    signal,
    report,
  })
}
