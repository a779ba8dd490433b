import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {printImport} from '@rde/images'
import {importFlags, importOptions, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {rolloutFlag} from '../../rollout-flag.js'
import {importImages} from '../../services/import.js'

export default class ImagesImport extends RdeCommand {
  static override summary = 'Import images into the cluster and roll out the workloads that use them.'
  static override description =
    'Each image comes from the local Docker, or is pulled if Docker does not have it. Only the layers missing in the cluster are sent; every node is checked; workloads are rolled out and watched. The exit code is 1 if one of them does not run the new content; the error names the node or pod.'
  static override examples = [
    '<%= config.bin %> images import relay-operator:local',
    '<%= config.bin %> images import api:dev worker:dev --no-rollout',
  ]
  static override enableJsonFlag = true
  static override args = {
    ref: Args.string({description: 'Images to import.', required: true, multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...importFlags('2m'),
    platform: Flags.string({description: 'Variant to pull.', helpValue: 'OS/ARCH'}),
    rollout: rolloutFlag,
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ImagesImport)
    const options = {
      references: args.ref,
      platform: flags.platform,
      rollOut: flags.rollout,
      ...importOptions(this, flags),
    }
    const result = await interruptible({}, (signal) => importImages(openSession(flags), {...options, signal}))
    return printImport(this, result)
  }
}
