import {nextArgs, NextCommand, nextDescription, nextFlags} from '../../versions/next-command.js'

export default class ServicesPrevious extends NextCommand {
  static override summary = 'Run the combination of service versions before the one that was chosen last.'
  static override description = nextDescription
  static override examples = [
    '<%= config.bin %> services previous relay-operator',
    '<%= config.bin %> services previous --versions latest:2',
    '<%= config.bin %> services previous --show',
  ]
  static override enableJsonFlag = true
  static override args = nextArgs
  static override flags = nextFlags

  protected readonly by = -1

  async run(): Promise<object> {
    const {args, flags} = await this.parse(ServicesPrevious)
    return this.step(args, flags)
  }
}
