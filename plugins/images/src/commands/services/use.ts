import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, contributedServices, interruptible, openSession, parseDuration, RdeCommand} from '@rde/plugin-kit'

import {storyOf} from '../../story.js'

export default class ServicesUse extends RdeCommand {
  static override summary = 'Run another version of a Relay service.'
  static override description =
    "VERSION is a tag of an image that Docker here has, a tag in the service's registry, or a whole reference. It is tagged `local`, imported and rolled out."
  static override examples = [
    '<%= config.bin %> services use relay-operator@fix-42',
    '<%= config.bin %> services use relay-operator@registry.example.com/relay-operator:1.2',
  ]
  static override enableJsonFlag = true
  static override args = {
    version: Args.string({description: 'SERVICE@VERSION.', required: true, multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    timeout: Flags.string({description: 'How long all of it may take.', default: '5m'}),
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ServicesUse)
    const [{useServices}, {phasesOf}, {tellImport}] = await Promise.all([
      import('../../services/services/use.js'),
      import('../../rollout/service-release.js'),
      import('../../tell-import.js'),
    ])
    const session = openSession(flags)
    const {data} = session
    const options = {
      versions: args.version,
      timeoutMs: parseDuration(flags.timeout),
      phasesFor: phasesOf(this.config, data),
      servicesFor: (config: Parameters<ReturnType<typeof phasesOf>>[0]) =>
        contributedServices(this.config, {config, data}),
      ...storyOf(this, {...flags, json: this.jsonEnabled()}),
    }
    return tellImport(this, await interruptible({}, (signal) => useServices(session, {...options, signal})))
  }
}
