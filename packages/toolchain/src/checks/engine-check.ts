import type {EngineInfo} from '../engine/engine-info.js'
import type {Check, CheckContext, Finding} from './check.js'

/** Makes a check of the engine's information. It applies when the engine answers. */
export function engineCheck(
  check: Pick<Check, 'id' | 'category' | 'title' | 'problem'>,
  judge: (info: EngineInfo, context: CheckContext) => Finding | Promise<Finding>,
): Check {
  return {
    ...check,
    applies: async ({engine}) => (await engine.state()).kind === 'answers',
    async run(context) {
      const state = await context.engine.state()
      if (state.kind !== 'answers') throw new Error(`${check.id} was run though it does not apply`)
      return judge(state.info, context)
    },
  }
}
