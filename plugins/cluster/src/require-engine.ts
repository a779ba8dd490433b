import type {Session} from '@rde/plugin-kit'
import {checkContext, dockerChecks, failOn, runChecks} from '@rde/toolchain'

/**
 * Throws what the preflight of a start would say where Docker cannot be used: not there, silent, or on another machine,
 * where nothing may be stopped or removed.
 */
export async function requireEngine({data, runner}: Session, signal: AbortSignal): Promise<void> {
  const context = checkContext({runner: runner({signal}), data, tools: ['docker']})
  failOn(await runChecks(dockerChecks, context), 'Nothing was changed.')
}
