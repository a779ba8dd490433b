import * as Flags from '@oclif/core/flags'

import {newConfig, readConfig} from '@rde/config'
import {collectContributions, commonFlags, interruptible, openSession, RdeCommand, type Session} from '@rde/plugin-kit'

import {serveUi, type UiAddress} from '../services/ui.js'

export default class Ui extends RdeCommand {
  static override summary = 'Show workflows, runs and the cluster in a browser.'
  static override description =
    'Serves a page on this machine only, until Ctrl-C. Local runs that were started in the page stop with it; runs on the cluster continue.'
  static override examples = ['<%= config.bin %> ui', '<%= config.bin %> ui --port 5000 --no-open']
  static override flags = {
    ...commonFlags,
    port: Flags.integer({description: 'Port on 127.0.0.1 (default 4790, or a free one).', min: 1, max: 65_535}),
    open: Flags.boolean({description: 'Open the page in the browser.', default: true, allowNo: true}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Ui)
    const {port, open: openBrowser, quiet} = flags
    const onReady = (address: UiAddress) => {
      this.log(address.link)
      if (!quiet) this.logToStderr(hint(address))
    }
    const session = openSession(flags)
    const panels = () => this.panels(session)
    const options = {panels, version: this.config.version, port, openBrowser, folder: process.cwd(), onReady}
    await interruptible({}, (signal) => serveUi(session, {...options, signal}))
  }

  /** Without a cluster, the panels of a new one. */
  private async panels({data, identity}: Session) {
    const config = (await readConfig(data)) ?? (await newConfig(data, identity))
    const contributions = await collectContributions(this.config, {config, data})
    return {
      panels: contributions.flatMap(({panels = []}) => panels),
      services: contributions.flatMap(({services = []}) => services),
    }
  }
}

function hint({opened, alreadyRunning}: UiAddress): string {
  const open = opened ? 'The page opens in the browser.' : 'Open this address in a browser.'
  return alreadyRunning ? `rde ui is already running. ${open}` : `${open} Stop with Ctrl-C.`
}
