import type {RdeConfig} from '@rde/config'
import type {PhaseContext, Session, ToolWishes} from '@rde/plugin-kit'

/** The configuration that phases read and change: config.json under the lock, or a copy in memory for a dry run. */
export interface ConfigHolder {
  config(): RdeConfig
  updateConfig(change: (config: RdeConfig) => RdeConfig): Promise<RdeConfig>
}

/** Makes the context of one phase; `children` is told of the programs that it runs. */
export function phaseContexts(session: Session, holder: ConfigHolder, children?: ToolWishes['children']) {
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
