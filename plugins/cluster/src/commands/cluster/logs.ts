import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {printClusterLogs} from '../../services/logs.js'

export default class ClusterLogs extends RdeCommand {
  static override summary = 'Print the logs of what runs on the cluster.'
  static override description =
    'COMPONENT is a part of the stack (vault, tekton, relay-core), a workload or a pod (operator), `nodes`, or `registry`. Secrets that rde knows are masked.'
  static override examples = ['cluster logs', 'cluster logs vault', 'cluster logs operator -f'].map(
    (line) => `<%= config.bin %> ${line}`,
  )
  static override enableJsonFlag = true
  static override args = {
    component: Args.string({
      description: 'Component to print the logs of; all components by default.',
      ignoreStdin: true,
    }),
  }
  static override flags = {
    ...commonFlags,
    follow: Flags.boolean({char: 'f', description: 'Print new lines as they appear, until Ctrl-C.'}),
    tail: Flags.integer({min: 0, default: 100, description: 'Lines of each container.'}),
  }

  async run(): Promise<{lines: LogLine[]}> {
    const {args, flags} = await this.parse(ClusterLogs)
    const lines: LogLine[] = []
    const print = (source: string, line: string) => {
      if (this.jsonEnabled()) lines.push({source, line})
      else this.log(`${source} | ${line}`)
    }
    const options = {component: args.component, follow: flags.follow, tail: flags.tail, print}
    await interruptible({}, (signal) => printClusterLogs(openSession(flags), {...options, signal}))
    return {lines}
  }
}

interface LogLine {
  /** A container of a pod, or one of Docker: `vault-0/vault`. */
  readonly source: string
  readonly line: string
}
