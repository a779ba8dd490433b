import * as Flags from '@oclif/core/flags'
import {commands} from '@oclif/plugin-plugins'
import {readConfig, type DataDirectory} from '@rde/config'
import {hasTerminal} from '@rde/plugin-kit'
import {openSession} from '@rde/plugin-kit/session/session'
import {asTyped, isRdeError} from '@rde/errors'

import {namesOf} from '../../services/plugins/installed-extensions.js'

const OclifUninstall = commands['plugins:uninstall']

/** Extends oclif's command, which does not know what an extension added to the cluster and to config.json. */
export default class PluginsUninstall extends OclifUninstall {
  static override summary = "Remove a team's extension, and what it brought to the cluster."
  static override examples = [
    '<%= config.bin %> plugins uninstall @team/rde-orders',
    '<%= config.bin %> plugins uninstall @team/rde-orders --yes',
  ] as never
  // oclif reads these from the class itself.
  static override args = OclifUninstall.args
  static override strict = false
  static override flags = {
    ...OclifUninstall.flags,
    yes: Flags.boolean({char: 'y', description: 'Remove its components, its images and its settings without asking.'}),
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(PluginsUninstall)
    const {data} = openSession(flags)
    const names = await namesOf(argv as string[], data)
    this.argv = this.argv.filter((word) => word !== '--yes' && word !== '-y')
    await super.run()
    for (const name of names) {
      if (!(await leavesTraces(name, data))) continue
      if (flags.yes || hasTerminal()) await this.#removeTraces(name, flags.yes)
      else this.#hint(name)
    }
  }

  async #removeTraces(name: string, yes: boolean): Promise<void> {
    await this.config.runCommand('stack:remove', ['--extension', name, ...(yes ? ['--yes'] : [])]).catch((error) => {
      if (!isRdeError(error)) throw error
      this.logToStderr(error.message)
      this.#hint(name)
    })
  }

  #hint(name: string): void {
    const remove = asTyped(`rde stack remove --extension ${name}`)
    this.logToStderr(`Components, images and settings of ${name} may remain. To remove them: ${remove}`)
  }
}

/** Whether something of an extension may be left: its section of config.json, or what it added to a cluster. */
async function leavesTraces(name: string, data: DataDirectory): Promise<boolean> {
  const config = await readConfig(data).catch(() => undefined)
  return config !== undefined && (config.kubeconfig !== null || config.extensions[name] !== undefined)
}
