import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, parseDuration, RdeCommand} from '@rde/plugin-kit'

import {storyOf} from '../../story.js'

export default class ImagesUpdate extends RdeCommand {
  static override summary = 'Import recorded images again.'
  static override description =
    'Those that came from a registry are pulled anew, those built here are compared by content; only what changed is sent and rolled out.'
  static override examples = ['<%= config.bin %> images update', '<%= config.bin %> images update relay-operator:local']
  static override enableJsonFlag = true
  static override args = {
    ref: Args.string({description: 'Images to update; all if none is given.', multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    rollout: Flags.boolean({description: 'Roll out what uses the images.', default: true, allowNo: true}),
    timeout: Flags.string({description: 'How long all of it may take.', default: '10m'}),
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ImagesUpdate)
    const [{updateImages}, {phasesOf}, {tellImport}] = await Promise.all([
      import('../../services/images/update.js'),
      import('../../rollout/service-release.js'),
      import('../../tell-import.js'),
    ])
    const session = openSession(flags)
    const options = {
      references: args.ref ?? [],
      rollOut: flags.rollout,
      timeoutMs: parseDuration(flags.timeout),
      phasesFor: phasesOf(this.config, session.data),
      ...storyOf(this, {...flags, json: this.jsonEnabled()}),
    }
    const {kept, ...result} = await interruptible({}, (signal) => updateImages(session, {...options, signal}))
    for (const reference of kept) this.log(`${reference}   kept: Docker here has it no longer`)
    if (kept.length + result.images.length + result.failed.length === 0) this.log('No image was imported so far.')
    return {...tellImport(this, result), kept}
  }
}
