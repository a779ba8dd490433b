import type {Config} from '@oclif/core/interfaces'

import {collectContributions} from './contribution.js'
import type {PhaseContext} from './phase.js'

/** Makes the running services take the content that config.json records of their images. */
export type ReleaseServices = (context: PhaseContext) => Promise<void>

/** By the plugins that brought the services: each knows how its own are installed. */
export function releaseServices(oclif: Pick<Config, 'runHook' | 'name'>): ReleaseServices {
  return async (context) => {
    const {config, data} = context
    for (const contribution of await collectContributions(oclif, {config: config(), data})) {
      await contribution.releaseServices?.(context)
    }
  }
}
