import type {Session} from '@rde/plugin-kit'
import {checkContext, dockerChecks, failOn, runChecks, type EngineInfo, type ToolName} from '@rde/toolchain'

/**
 * Throws the error of the machine check of a start if a tool or Docker is missing, does not answer or is on another
 * machine, where nothing may be stopped or removed. Resolves with the engine's description of itself.
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
