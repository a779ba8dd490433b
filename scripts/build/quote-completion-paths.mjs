import {readFileSync} from 'node:fs'

/** What @oclif/plugin-autocomplete writes into shell scripts, and what also works where a home has a blank in its name. */
const patches = {
  'create.js': [
    ['_AC_BASH_COMPFUNC_PATH=${setup} &&', `_AC_BASH_COMPFUNC_PATH='\${setup.replaceAll("'", "'\\\\''")}' &&`],
    ['test -f \\$${bin}_AC_BASH_COMPFUNC_PATH &&', 'test -f "\\$${bin}_AC_BASH_COMPFUNC_PATH" &&'],
    ['source \\$${bin}_AC_BASH_COMPFUNC_PATH;', 'source "\\$${bin}_AC_BASH_COMPFUNC_PATH";'],
    ['\n${this.zshFunctionsDir}\n', `\n'\${this.zshFunctionsDir.replaceAll("'", "'\\\\''")}'\n`],
  ],
  'script.js': [
    [
      '${path.join(this.autocompleteCacheDir, `${shell}_setup`)} &&',
      `'\${path.join(this.autocompleteCacheDir, \`\${shell}_setup\`).replaceAll("'", "'\\\\''")}' &&`,
    ],
    ['test -f $${this.getSetupEnvVar(shell)} &&', 'test -f "$${this.getSetupEnvVar(shell)}" &&'],
    ['source $${this.getSetupEnvVar(shell)};', 'source "$${this.getSetupEnvVar(shell)}";'],
  ],
}

/** Quotes the paths in completion scripts. Fails where a new version of the plugin writes them in another way. */
export const quoteCompletionPaths = {
  name: 'quote-completion-paths',
  setup({onLoad}) {
    onLoad({filter: /plugin-autocomplete[/\\]lib[/\\]commands[/\\]autocomplete[/\\](create|script)\.js$/}, ({path}) => {
      let contents = readFileSync(path, 'utf8')
      for (const [written, quoted] of patches[path.replace(/.*[/\\]/, '')]) {
        if (!contents.includes(written)) return {errors: [{text: `${path} no longer writes ${written}`}]}
        contents = contents.replaceAll(written, () => quoted)
      }
      return {contents, loader: 'js'}
    })
  },
}
