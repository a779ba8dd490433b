import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {findProgram} from '@rde/process-runner'

import {shellScripts} from '../../packages/cli/src/completion/shell-scripts.js'
import {examplePath} from '../example-workflows.js'
import {bin, runProgram, runRde} from './rde-process.js'

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`

/** The script with which each shell completes a line and prints the candidates, one per line. */
const drivers = {
  bash: (line: string, script: string) =>
    `eval "$(cat ${quoted(script)})"; COMP_LINE=${quoted(line)}; COMP_POINT=\${#COMP_LINE}
     compopt() { :; }; _rde_complete "\${COMP_LINE%% *}"; printf '%s\\n' "\${COMPREPLY[@]}"`,
  fish: (line: string, script: string) =>
    `source ${quoted(script)}; complete -C ${quoted(line)} | string split -f1 \\t`,
  // zsh shows candidates only on a terminal: sets the variables as zsh would, and prints what `compadd` receives.
  zsh: (line: string, script: string) =>
    `compdef() { :; }; source ${quoted(script)}; words=(\${(z)\${:-${quoted(line)}x}}); words[-1]=\${words[-1]%x}; CURRENT=\${#words}; PREFIX=$words[-1]
     compadd() { print -rl -- "\${values[@]}" }; _rde`,
} as const
type ShellName = keyof typeof drivers

describe('completion', () => {
  let home: string
  let script: string

  beforeEach(() => {
    home = join(mkdtempSync(join(tmpdir(), 'rde-home-')), "it's a home")
    mkdirSync(join(home, 'bin'), {recursive: true})
    symlinkSync(process.execPath, join(home, 'bin/node'))
    writeFileSync(join(home, 'bin/rde'), `#!/bin/sh\nexec node ${quoted(bin)} "$@"\n`, {mode: 0o755})
    writeFileSync(join(home, 'my flow.yaml'), readFileSync(examplePath('hello')))
    for (const name of ['rde', 'rde-test-two'])
      mkdirSync(join(home, '.local/share/rde/clusters', name), {recursive: true})
    script = join(home, 'completion')
  })
  afterEach(() => rmSync(join(home, '..'), {recursive: true, force: true}))

  async function complete(shell: ShellName, line: string): Promise<string[]> {
    writeFileSync(script, shellScripts[shell])
    const words = shell === 'zsh' ? ['-f', '-c'] : shell === 'fish' ? ['--no-config', '-c'] : ['--norc', '-c']
    const path = `${home}/bin:/usr/bin:/bin`
    const {stdout, stderr} = await runProgram(findProgram(shell, path)!, [...words, drivers[shell](line, script)], {
      ...{path, home, cwd: home},
    })
    expect(stderr).to.equal('')
    return stdout.split('\n').filter(Boolean)
  }

  for (const shell of Object.keys(drivers) as ShellName[]) {
    describe(`of ${shell}`, () => {
      before(function () {
        if (findProgram(shell, '/usr/bin:/bin') === undefined) this.skip()
      })

      it('offers commands', async () => {
        expect(await complete(shell, 'rde cluster st')).to.have.members(['start', 'status', 'stop'])
      })

      it('offers flags, and the values of a flag', async () => {
        expect(await complete(shell, 'rde cluster start --pro')).to.deep.equal(['--profile'])
        expect(await complete(shell, 'rde start --profile ')).to.have.members(['full', 'core', 'bare'])
      })

      it('offers clusters by name', async () => {
        expect(await complete(shell, 'rde cluster use ')).to.have.members(['rde', 'rde-test-two'])
      })

      it('offers settings', async () => {
        expect(await complete(shell, 'rde config set cluster.api')).to.deep.equal(['cluster.apiPort'])
      })

      it('offers the steps of a file with a blank in its name', async () => {
        expect(await complete(shell, "rde run 'my flow.yaml' --step ")).to.have.members(['greet', 'count', 'report'])
      })
    })
  }

  it('escapes a file name with a space for bash', async () => {
    expect(await complete('bash', 'rde workflow run my')).to.deep.equal(['my\\ flow.yaml'])
  })

  it('completes after an equals sign in bash', async () => {
    expect(await complete('bash', 'rde start --profile=f')).to.deep.equal(['full'])
  })

  it('offers no name that would break the list or the terminal', async () => {
    for (const name of ['evil\nname.yaml', 'evil\u001B[2J.yaml', '$(touch pwned).yaml'])
      writeFileSync(join(home, name), '')
    expect(await complete('bash', 'rde workflow run ')).to.include.members(['\\$\\(touch\\ pwned\\).yaml'])
    expect((await complete('bash', 'rde workflow run ')).filter((word) => word.includes('evil'))).to.deep.equal([])
  })

  it('does not wait long for a cluster that does not answer', async () => {
    writeFileSync(join(home, 'bin/docker'), '#!/bin/sh\nexec sleep 600\n', {mode: 0o755})
    writeFileSync(join(home, 'bin/kubectl'), '#!/bin/sh\nexec sleep 600\n', {mode: 0o755})
    expect(await complete('bash', 'rde images import ')).to.deep.equal([])
  })

  it('prints the script of the given shell, else of the shell in use', async () => {
    expect((await runRde(['autocomplete', 'zsh'])).stdout).to.equal(shellScripts.zsh)
    expect((await runRde(['autocomplete'], {env: {SHELL: '/usr/bin/fish'}})).stdout).to.equal(shellScripts.fish)
  })

  it('lists the supported shells', async () => {
    const {exitCode, stderr} = await runRde(['autocomplete'], {env: {SHELL: '/bin/tcsh'}})
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([2, 'There is no completion for the shell tcsh.'])
  })
})
