import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {printFailures} from '@rde/images'
import {commonFlags, interruptible, lineProgress, openSession, parseDuration, RdeCommand} from '@rde/plugin-kit'

import {removeImages} from '../../services/remove.js'

export default class ImagesRemove extends RdeCommand {
  static override summary = 'Remove images from the cluster, but not from the local Docker.'
  static override description = 'An image that a workload uses is only removed with --force.'
  static override examples = ['<%= config.bin %> images remove api:dev']
  static override enableJsonFlag = true
  static completion = {ref: 'imported-image'}
  static override args = {
    ref: Args.string({description: 'Images to remove.', required: true, multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    force: Flags.boolean({description: 'Remove images even if a workload uses them.'}),
    timeout: Flags.string({description: 'Time limit for everything.', default: '2m'}),
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ImagesRemove)
    const options = {
      ...{references: args.ref, force: flags.force, timeoutMs: parseDuration(flags.timeout)},
      ...lineProgress({...flags, json: this.jsonEnabled()}),
    }
    const {removed, failed} = await interruptible({}, (signal) =>
      removeImages(openSession(flags), {...options, signal}),
    )
    for (const reference of removed) this.log(`${reference}   removed`)
    return {removed, failed: printFailures(this, failed, removed.length)}
  }
}
