import * as Args from '@oclif/core/args'

import {printImport} from '@rde/images'
import {importFlags, importOptions, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {rolloutFlag} from '../../rollout-flag.js'
import {updateImages} from '../../services/update.js'

export default class ImagesUpdate extends RdeCommand {
  static override summary = 'Import the imported images again.'
  static override description =
    'Images from a registry are pulled again, images built here are compared by content. Only what changed is sent and rolled out.'
  static override examples = ['<%= config.bin %> images update', '<%= config.bin %> images update relay-operator:local']
  static override enableJsonFlag = true
  static completion = {ref: 'imported-image'}
  static override args = {
    ref: Args.string({description: 'Images to update; all unless given.', multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...importFlags('10m'),
    rollout: rolloutFlag,
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ImagesUpdate)
    const options = {
      references: args.ref ?? [],
      rollOut: flags.rollout,
      ...importOptions(this, flags),
    }
    const {kept, ...result} = await interruptible({}, (signal) =>
      updateImages(openSession(flags), {...options, signal}),
    )
    for (const reference of kept) this.log(`${reference}   kept: no longer in the local Docker`)
    if (kept.length + result.images.length + result.failed.length === 0) this.log('No images have been imported yet.')
    return {...printImport(this, result), kept}
  }
}
