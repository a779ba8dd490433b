import type {Session} from '@rde/plugin-kit'
import {checkContext, dockerChecks, failOn, runChecks, type EngineInfo, type ToolName} from '@rde/toolchain'

/**
 * Throws what the machine check of a start would say of these tools and of Docker: not there, silent, or on another machine,
 * where nothing may be stopped or removed. Resolves with what the engine says of itself.
 */
export async function requireTools(
  {data, runner}: Session,
  tools: readonly ToolName[],
  signal: AbortSignal,
): Promise<EngineInfo> {
  const context = checkContext({runner: runner({signal}), data, tools})
  failOn(await runChecks(dockerChecks, context), 'Nothing was changed.')
  const engine = await context.engine.state()
  if (engine.kind !== 'answers') throw new Error(`the checks passed, but Docker is ${engine.kind}`)
  return engine.info
}
