import {RdeCommand} from '@rde/plugin-kit/rde-command'

export default class Version extends RdeCommand {
  static override summary = 'Show the versions of rde and Node, and the platform.'
  static override examples = ['<%= config.bin %> version', '<%= config.bin %> version --json']
  static override enableJsonFlag = true

  async run(): Promise<{rde: string; node: string; platform: string}> {
    await this.parse(Version)
    const {version, platform, arch} = this.config
    const versions = {rde: version, node: process.versions.node, platform: `${platform}-${arch}`}
    this.log(`rde       ${versions.rde}\nnode      ${versions.node}\nplatform  ${versions.platform}`)
    return versions
  }
}
