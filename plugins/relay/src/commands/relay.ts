import {Command} from '@oclif/core/command'

import {runRelayCli} from '../run-relay-cli.js'

export default class Relay extends Command {
  static override summary = 'Run the relay CLI on the rde cluster.'
  static override description =
    'All arguments are passed to relay; `<%= config.bin %> relay --help` shows its help. No login is needed, and your own relay configuration is neither read nor written.'
  static override usage = 'relay ARGUMENT...'
  static override examples = [
    '<%= config.bin %> relay workflow save hello -f hello.yaml',
    '<%= config.bin %> relay workflow run hello -p name=you',
    '<%= config.bin %> relay workflow secret set hello token --value-stdin < token.txt',
  ]
  static override strict = false
  /** Like a PassthroughCommand, but rde keeps running for the bridge and prints notices at the end. */
  static passthrough = true

  async run(): Promise<void> {
    this.exit(await runRelayCli(this.argv))
  }
}
