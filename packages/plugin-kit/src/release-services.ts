import type {PluginHost} from './ask-extensions.js'
import {collectContributions, leaveOutBroken} from './collect-contributions.js'
import type {PhaseContext} from './phase.js'

/** Makes the running services take the content that config.json records of their images. */
export type ReleaseServices = (context: PhaseContext) => Promise<void>

/** By the plugins that brought the services: each knows how its own are installed. */
export function releaseServices(oclif: PluginHost): ReleaseServices {
  return async (context) => {
    const {config, data} = context
    for (const contribution of await collectContributions(oclif, {config: config(), data}, leaveOutBroken)) {
      await contribution.releaseServices?.(context)
    }
  }
}
