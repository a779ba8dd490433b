import * as Args from '@oclif/core/args'

import {exitCodes, RdeError} from '@rde/errors'
import {RdeCommand} from '@rde/plugin-kit/command/rde-command'

import {shells, shellScripts, type Shell} from '../completion/shell-scripts.js'

const setUp: Readonly<Record<Shell, string>> = {
  bash: `echo 'eval "$(rde autocomplete bash)"' >> ~/.bashrc`,
  zsh: `echo 'eval "$(rde autocomplete zsh)"' >> ~/.zshrc`,
  fish: `rde autocomplete fish > ~/.config/fish/completions/rde.fish`,
}

export default class Autocomplete extends RdeCommand {
  static override summary = 'Print a shell script that completes commands, flags and names.'
  static override description = `Names of clusters, workflows, runs, steps, services, images, settings and phases are looked up when you press Tab.

${shells.map((shell) => `${shell}: ${setUp[shell]}`).join('\n')}`
  static override examples = shells.map((shell) => `<%= config.bin %> autocomplete ${shell}`)
  static override args = {
    shell: Args.string({
      description: 'Your shell; the one of $SHELL unless given.',
      options: [...shells],
      ignoreStdin: true,
    }),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(Autocomplete)
    const shell = (args.shell as Shell | undefined) ?? ownShell()
    process.stdout.write(shellScripts[shell])
    if (process.stdout.isTTY) this.logToStderr(`\nTo enable it in every new terminal:\n\n  ${setUp[shell]}`)
  }
}

function ownShell(): Shell {
  const name = process.env['SHELL']?.split('/').at(-1)
  const shell = shells.find((one) => one === name)
  if (shell !== undefined) return shell
  throw new RdeError(`There is no completion for ${name ? `the shell ${name}` : 'an unknown shell'}.`, {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Name one of bash, zsh and fish', command: 'rde autocomplete bash'}],
  })
}
