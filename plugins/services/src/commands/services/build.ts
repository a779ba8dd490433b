import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {printImport} from '@rde/images'
import {importFlags, importOptions, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {servicesFor} from '../../services-for.js'
import {buildServices} from '../../services/build.js'

export default class ServicesBuild extends RdeCommand {
  static override summary = 'Build Relay services from source and run them.'
  static override description =
    "Runs each service's own build, as stack.yaml declares it, tags the image `local`, imports it and rolls it out. If no cluster is running, the images stay in Docker, and the next `rde cluster start` imports them."
  static override examples = [
    '<%= config.bin %> services build relay-operator --source ~/src/relay-core',
    '<%= config.bin %> services build --all --no-import',
  ]
  static override enableJsonFlag = true
  static override args = {
    service: Args.string({description: 'Services to build.', multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...importFlags('5m', 'the import'),
    all: Flags.boolean({description: 'Build all services that have a build.', default: false}),
    source: Flags.string({
      description: 'Folder of the source; `services.source` of config.json, else the current folder, unless given.',
      helpValue: 'DIR',
    }),
    import: Flags.boolean({description: 'Import and roll out what was built.', default: true, allowNo: true}),
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ServicesBuild)
    const session = openSession(flags)
    const options = {
      services: args.service ?? [],
      all: flags.all,
      source: flags.source,
      currentFolder: process.cwd(),
      import: flags.import,
      servicesFor: servicesFor(this, session),
      ...importOptions(this, flags),
    }
    const {built, imported} = await interruptible({}, (signal) => buildServices(session, {...options, signal}))
    if (imported !== undefined) return {built, ...printImport(this, imported)}
    for (const image of built) this.log(`${image}   built`)
    return {built}
  }
}
