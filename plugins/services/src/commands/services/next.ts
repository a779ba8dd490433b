import {nextArgs, NextCommand, nextDescription, nextFlags} from '../../versions/next-command.js'

export default class ServicesNext extends NextCommand {
  static override summary = 'Run the combination of service versions after the one that was chosen last.'
  static override description = nextDescription
  static override examples = [
    '<%= config.bin %> services next relay-operator',
    '<%= config.bin %> services next --versions latest:2',
    '<%= config.bin %> services next --show',
  ]
  static override enableJsonFlag = true
  static override args = nextArgs
  static override flags = nextFlags

  protected readonly by = 1

  async run(): Promise<object> {
    const {args, flags} = await this.parse(ServicesNext)
    return this.step(args, flags)
  }
}
