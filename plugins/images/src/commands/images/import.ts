import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'

import type {RdeConfig} from '@rde/config'

// Not by the index: the sooner Docker is asked, the sooner it has answered.
import {parseDuration} from '@rde/time'
import {commonFlags} from '@rde/plugin-kit/flags'
import {interruptible} from '@rde/plugin-kit/interruption'
import {RdeCommand} from '@rde/plugin-kit/rde-command'
import {openSession} from '@rde/plugin-kit/session'

import {importImages} from '../../services/images/import.js'
import {storyOf} from '../../story.js'

export default class ImagesImport extends RdeCommand {
  static override summary = 'Bring images into the cluster, and make what uses them run their new content.'
  static override description =
    'Each is taken from Docker here if it has it, else pulled. Only the layers that the cluster lacks travel; every node is asked what it holds; workloads are rolled out and watched. Exit code 1 where one of them did not take, with the node or pod and its message.'
  static override examples = [
    '<%= config.bin %> images import relay-operator:local',
    '<%= config.bin %> images import api:dev worker:dev --no-rollout',
  ]
  static override enableJsonFlag = true
  static override args = {
    ref: Args.string({description: 'Images to import.', required: true, multiple: true, ignoreStdin: true}),
  }
  static override flags = {
    ...commonFlags,
    platform: Flags.string({description: 'Which variant to pull.', helpValue: 'OS/ARCH'}),
    rollout: Flags.boolean({description: 'Roll out what uses the images.', default: true, allowNo: true}),
    timeout: Flags.string({description: 'How long all of it may take.', default: '2m'}),
  }

  async run(): Promise<object> {
    const {flags, args} = await this.parse(ImagesImport)
    const session = openSession(flags)
    const options = {
      references: args.ref,
      platform: flags.platform,
      rollOut: flags.rollout,
      timeoutMs: parseDuration(flags.timeout),
      phasesFor: async (config: RdeConfig) => {
        const {phasesOf} = await import('../../rollout/service-release.js')
        return phasesOf(this.config, session.data)(config)
      },
      ...storyOf(this, {...flags, json: this.jsonEnabled()}),
    }
    const result = await interruptible({}, (signal) => importImages(session, {...options, signal}))
    const {tellImport} = await import('../../tell-import.js')
    return tellImport(this, result)
  }
}
