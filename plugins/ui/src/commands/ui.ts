import * as Flags from '@oclif/core/flags'

import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {serveUi, type UiAddress} from '../services/ui.js'

export default class Ui extends RdeCommand {
  static override summary = 'Show workflows, runs and the cluster in a browser.'
  static override description =
    'Serves a page on this machine only, until Ctrl-C. Local runs that were started in the page end with it; runs on the cluster go on.'
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
    const options = {version: this.config.version, port, openBrowser, folder: process.cwd(), onReady}
    await interruptible({}, (signal) => serveUi(openSession(flags), {...options, signal}))
  }
}

function hint({opened, alreadyRunning}: UiAddress): string {
  const open = opened ? 'The page opens in the browser.' : 'Open this address in a browser.'
  return alreadyRunning ? `rde ui is running already. ${open}` : `${open} Stop with Ctrl-C.`
}
