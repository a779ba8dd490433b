import type {PluginHost} from './ask-extensions.js'
import {collectContributions, leaveOutBroken} from './collect-contributions.js'
import type {ReleaseServices} from './service.js'

/** Calls the plugins that provide the services: each knows how its own are installed. */
export function releaseServices(oclif: PluginHost): ReleaseServices {
  return async (context, options = {}) => {
    const {config, data} = context
    for (const contribution of await collectContributions(oclif, {config: config(), data}, leaveOutBroken)) {
      await contribution.releaseServices?.(context, options)
    }
  }
}
