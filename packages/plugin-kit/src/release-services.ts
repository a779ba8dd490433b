import type {Config} from '@oclif/core/interfaces'

import {contributedPhases} from './contribution.js'
import type {Phase, PhaseContext} from './phase.js'
import {planPhases} from './plan-phases.js'
import {runPhases} from './run-phases.js'

/** Makes the running services take the content that config.json records of their images. */
export type ReleaseServices = (context: PhaseContext) => Promise<void>

/** What brings config.json's digests to the running services; the plugin that knows their chart contributes it. */
const phaseIds = ['helm-values', 'relay-core', 'probe-run']

/** By the very phases of `cluster start`, which then has nothing to do. */
export function releaseServices(oclif: Pick<Config, 'runHook'>): ReleaseServices {
  return async (cluster) => {
    const {config, data, signal} = cluster
    const phases = planPhases(await contributedPhases(oclif, {config: config(), data}), {
      only: phaseIds,
      config: config(),
    })
    const observer = {
      started() {},
      reported: ({title}: Phase, line: string) => cluster.report(`${title}: ${line}`),
      ended() {},
      failed() {},
    }
    await runPhases(phases, {
      ...{signal, observer},
      context: (phaseSignal, report) => ({...cluster, signal: phaseSignal, report}),
    })
  }
}
