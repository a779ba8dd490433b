import {Help} from '@oclif/core/help'
import {toStandardizedId} from '@oclif/core/util/ids'

/**
 * Passes `rde tool --help` and `rde tool get --help` to the tool; `rde help tool` stays ours. kubectl, helm and relay
 * come here only if the fast path was not taken; passthrough commands of extensions always do.
 */
export default class RdeHelp extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    const passthrough = this.#passthrough(argv)
    if (passthrough) await this.config.runCommand(passthrough.id, passthrough.rest, passthrough.command)
    else await super.showHelp(argv)
  }

  /** The longest sequence of words that names a passthrough, if a help flag follows it. */
  #passthrough(argv: readonly string[]) {
    const flag = argv.findIndex((word) => word === '--help' || word === '-h')
    for (let length = flag; length > 0; length -= 1) {
      const id = toStandardizedId(argv.slice(0, length).join(' '), this.config)
      const command = this.config.findCommand(id)
      if (command) return command['passthrough'] === true ? {id, command, rest: argv.slice(length)} : undefined
    }
    return undefined
  }
}
