import {setTimeout as sleep} from 'node:timers/promises'

import * as Flags from '@oclif/core/flags'
import {exitCodes} from '@rde/errors'
import {clusterArg, commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import type {Verdict} from '../../health/verdict.js'
import {renderStatus} from '../../views/render-status.js'
import {clusterStatus, type ClusterStatus as Status} from '../../services/status.js'

const exits: Readonly<Record<Verdict, number>> = {
  healthy: 0,
  degraded: exitCodes.failed,
  stopped: exitCodes.clusterAbsent,
  absent: exitCodes.clusterAbsent,
  unknown: exitCodes.toolUnavailable,
}

export default class ClusterStatus extends RdeCommand {
  static override summary = 'Show the state of each part of the cluster.'
  static override description =
    'Exit codes: 0 healthy, 1 degraded, 4 stopped or absent, 3 unknown (Docker does not answer).'
  static override examples = ['<%= config.bin %> cluster status', '<%= config.bin %> cluster status --watch']
  static override aliases = ['status']
  static override enableJsonFlag = true
  static override args = clusterArg
  static override flags = {
    ...commonFlags,
    watch: Flags.boolean({char: 'w', description: 'Check again every two seconds until Ctrl-C.'}),
  }

  async run(): Promise<Status> {
    const {flags} = await this.parse(ClusterStatus)
    const session = openSession(flags)
    const status = await interruptible({}, async (signal) => {
      let latest = await clusterStatus(session, signal)
      this.log(renderStatus(latest))
      while (flags.watch && !signal.aborted) {
        await sleep(2_000, undefined, {signal}).catch(() => undefined)
        const before = renderStatus(latest)
        if (!signal.aborted) latest = await clusterStatus(session, signal)
        if (renderStatus(latest) !== before) this.log(`\n${new Date().toLocaleTimeString()}\n${renderStatus(latest)}`)
      }
      return latest
    })
    process.exitCode = exits[status.verdict]
    return status
  }
}
