import * as Args from '@oclif/core/args'

import {printImport} from '@rde/images'
import {importFlags, importOptions, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {servicesFor} from '../../services-for.js'
import {useServices} from '../../services/use.js'

export default class ServicesUse extends RdeCommand {
  static override summary = 'Run another version of a Relay service.'
  static override description =
    "VERSION is a tag of an image in the local Docker, a tag in the service's registry, or a full image reference. The image is tagged `local`, imported and rolled out."
  static override examples = [
    '<%= config.bin %> services use relay-operator@fix-42',
    '<%= config.bin %> services use relay-operator@registry.example.com/relay-operator:1.2',
  ]
  static override enableJsonFlag = true
  static override args = {
    version: Args.string({description: 'SERVICE@VERSION.', required: true, multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...importFlags('5m'),
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ServicesUse)
    const session = openSession(flags)
    const options = {
      versions: args.version,
      remember: true,
      servicesFor: servicesFor(this, session),
      ...importOptions(this, flags),
    }
    return printImport(this, await interruptible({}, (signal) => useServices(session, {...options, signal})))
  }
}
