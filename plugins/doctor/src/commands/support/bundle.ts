import {resolve} from 'node:path'

import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {writeSupportBundle, type Bundle} from '../../services/bundle.js'

export default class SupportBundle extends RdeCommand {
  static override summary = 'Write one archive with everything that a bug report needs.'
  static override description =
    'Versions, checks, status, events and logs of the cluster, and config.json. Secrets are masked. Look through it before you send it.'
  static override examples = ['support bundle', 'support bundle -o fault.tar.gz'].map(
    (line) => `<%= config.bin %> ${line}`,
  )
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    output: Flags.string({char: 'o', description: 'The archive to write.', helpValue: 'FILE'}),
  }

  async run(): Promise<Bundle> {
    const {flags} = await this.parse(SupportBundle)
    const {version: rde, root, platform, arch} = this.config
    const installation = {rde, root, platform: `${platform}-${arch}`}
    const file = resolve(flags.output ?? `rde-support-${timestamp(new Date())}.tar.gz`)
    const bundle = await interruptible({}, (signal) =>
      writeSupportBundle(openSession(flags), {oclif: this.config, signal, installation, file}),
    )
    this.log(`${file}: ${bundle.names.length} files, secrets masked`)
    return bundle
  }
}

/** `2026-11-28-1412` */
function timestamp(now: Date): string {
  return now.toISOString().slice(0, 16).replace('T', '-').replace(':', '')
}
