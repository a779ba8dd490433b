import type {RdeConfig} from '@rde/config'
import {askYesNo, hasTerminal, runMends, type StepOptions, type Session} from '@rde/plugin-kit'
import {checkContext, missingTools, toolsCheck, toolsOfCluster} from '@rde/toolchain'

export interface OfferOptions extends StepOptions {
  readonly config: RdeConfig
  /** Downloads without asking. */
  readonly yes: boolean
}

/**
 * Downloads the missing tools that a start needs, with `--yes` or if the user agrees. Otherwise the machine check lists
 * them. Does nothing if Docker is missing.
 */
export async function offerTools(session: Session, {config, yes, ...options}: OfferOptions): Promise<void> {
  const tools = toolsOfCluster(config)
  const context = checkContext({
    runner: session.runner({signal: options.signal}),
    data: session.data,
    tools,
    stackSource: config.stack.source,
  })
  const {id, title} = toolsCheck
  const {mend, detail = ''} = (await missingTools(context)) ?? {}
  if (mend === undefined || detail.includes('docker')) return
  if (yes || (hasTerminal() && (await askYesNo(`${detail}\nMay rde ${mend.what}?`))))
    await runMends([{id, title, mend}], options)
}
