import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, parseDuration, RdeCommand} from '@rde/plugin-kit'

import {storyOf} from '../../story.js'

export default class ImagesRemove extends RdeCommand {
  static override summary = 'Take images out of the cluster; Docker here keeps them.'
  static override description = 'An image that a workload runs is refused, unless --force is given.'
  static override examples = ['<%= config.bin %> images remove api:dev']
  static override enableJsonFlag = true
  static override args = {
    ref: Args.string({description: 'Images to remove.', required: true, multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    force: Flags.boolean({description: 'Also what a workload runs.'}),
    timeout: Flags.string({description: 'How long all of it may take.', default: '2m'}),
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ImagesRemove)
    const [{removeImages}, {tellFailures}] = await Promise.all([
      import('../../services/images/remove.js'),
      import('../../tell-failures.js'),
    ])
    const options = {
      ...{references: args.ref, force: flags.force, timeoutMs: parseDuration(flags.timeout)},
      ...storyOf(this, {...flags, json: this.jsonEnabled()}),
    }
    const result = await interruptible({}, (signal) => removeImages(openSession(flags), {...options, signal}))
    for (const reference of result.removed) this.log(`${reference}   removed`)
    return {removed: result.removed, failed: tellFailures(this, result.failed, result.removed.length)}
  }
}
