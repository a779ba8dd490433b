import {secretsOf, type RdeConfig} from '@rde/config'
import {Answers, withRunningConfig, phaseContexts, questionContext, type Phase, type Session} from '@rde/plugin-kit'
import {maskUserInfo} from '@rde/process-runner/masking/url-credentials'

import {presentConfig, runningInventory} from './start.js'

export interface PhasePreview {
  readonly id: string
  readonly title: string
  readonly after: readonly string[]
  /** The command lines that would run now, ready to paste; empty if the phase has nothing to do or only reads. */
  readonly commandLines: readonly string[]
}

export interface PreviewOptions {
  readonly plan: (config: RdeConfig) => Promise<readonly Phase[]>
  readonly choose: (config: RdeConfig) => RdeConfig
  readonly signal: AbortSignal
}

/** Lists what `cluster start` would do now. Calls the tools, but changes nothing, not even a file. */
export async function previewStart(session: Session, {plan, choose, signal}: PreviewOptions): Promise<PhasePreview[]> {
  let config = choose(await presentConfig(session))
  const phases = await plan(config)
  const inMemory = {
    config: () => config,
    updateConfig: async (change: (config: RdeConfig) => RdeConfig) => (config = change(config)),
  }
  session.secrets.learn(secretsOf(config))
  const answers = new Answers(questionContext(session, inMemory, signal))
  const running = withRunningConfig(inMemory, await runningInventory(answers, session.data))
  const context = phaseContexts(session, running, {answers})(signal, () => {})
  const previews: PhasePreview[] = []
  const planned = new Set(phases.map(({id}) => id))
  for (const {id, title, after = [], preview} of phases) {
    const commandLines = ((await preview?.(context)) ?? []).map((line) => maskUserInfo(session.secrets.mask(line)))
    previews.push({id, title, after: after.filter((one) => planned.has(one)), commandLines})
  }
  return previews
}
