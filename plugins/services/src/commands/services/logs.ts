import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {servicesFor} from '../../services-for.js'
import {printServiceLogs} from '../../services/logs.js'

export default class ServicesLogs extends RdeCommand {
  static override summary = 'Print the logs of a Relay service.'
  static override description = 'Prints the logs of all containers that run the image of the service.'
  static override examples = [
    '<%= config.bin %> services logs relay-operator',
    '<%= config.bin %> services logs relay-operator --follow --tail 20',
  ]
  static override args = {
    service: Args.string({description: 'Service to print.', required: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    follow: Flags.boolean({char: 'f', description: 'Print new lines until the containers end.'}),
    tail: Flags.integer({description: 'Number of the newest lines of each container; all unless given.', min: 0}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(ServicesLogs)
    const session = openSession(flags)
    const options = {
      service: args.service,
      follow: flags.follow,
      tail: flags.tail,
      servicesFor: servicesFor(this, session),
      print: (line: string) => this.log(line),
    }
    await interruptible({}, (signal) => printServiceLogs(session, {...options, signal}))
  }
}
