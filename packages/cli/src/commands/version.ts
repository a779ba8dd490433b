import {commonFlags} from '@rde/plugin-kit/command/flags'
import {RdeCommand} from '@rde/plugin-kit/command/rde-command'
import {openSession} from '@rde/plugin-kit/session/session'
import {readVersions, type Versions} from '@rde/plugin-kit/session/versions'

export default class Version extends RdeCommand {
  static override summary = 'Show the versions of rde, of the commit it was built from, and of the tools that it uses.'
  static override examples = ['<%= config.bin %> version', '<%= config.bin %> version --json']
  static override enableJsonFlag = true
  static override flags = {verbose: commonFlags.verbose}

  async run(): Promise<Versions> {
    const {flags} = await this.parse(Version)
    const {version, root, platform, arch} = this.config
    const versions = await readVersions(openSession(flags), {rde: version, root, platform: `${platform}-${arch}`})
    this.log(renderVersions(versions))
    return versions
  }
}

function renderVersions({rde, commit, node, platform, tools, problems}: Versions): string {
  const rows = Object.entries({
    rde: commit === null ? rde : `${rde} (${commit})`,
    node,
    platform,
    ...tools,
    ...problems,
  })
  return rows.map(([name, version]) => `${name.padEnd(10)}${version ?? 'not installed'}`).join('\n')
}
