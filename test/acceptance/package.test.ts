import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, dirname, join} from 'node:path'

import {expect} from 'chai'

import {root, runProgram} from './rde-process.js'

/** npm and the programs that it starts, without the tools that may be installed here. */
const npmPath = [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter)

describe('the package of rde', function () {
  this.timeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'rde-package-'))
  const prefix = join(folder, 'prefix')
  const installed = join(prefix, 'lib/node_modules/rde')
  const home = join(folder, 'home')
  const npm = (...words: string[]) => execFileSync('npm', words, {cwd: folder, encoding: 'utf8'}).trim()
  const rde = (words: string[], path: string) => {
    const env = {npm_config_offline: 'true', npm_config_update_notifier: 'false'}
    return runProgram(process.execPath, [join(prefix, 'bin/rde'), ...words], {path, home, env})
  }
  const plugin = () => {
    const source = join(folder, 'plugin')
    mkdirSync(source, {recursive: true})
    const oclif = {commands: './commands'}
    const manifest = {name: 'rde-plugin-greeting', version: '1.0.0', type: 'module', oclif}
    writeFileSync(join(source, 'package.json'), JSON.stringify(manifest))
    mkdirSync(join(source, 'commands'), {recursive: true})
    writeFileSync(join(source, 'commands/greet.js'), 'export default class { static run() { console.log("hello") } }')
    return `file:${join(folder, npm('pack', source, '--silent'))}`
  }

  before(() => {
    const packed = execFileSync(process.execPath, [join(root, 'scripts/package/pack.mjs'), folder], {encoding: 'utf8'})
    npm('install', '--global', '--offline', '--prefix', prefix, packed.trim(), '--silent')
  })
  after(() => rmSync(folder, {recursive: true, force: true}))

  it('contains the commit that it was built from', async () => {
    const {stdout} = await rde(['version', '--json'], '/nowhere')
    expect(JSON.parse(stdout).commit).to.match(/^[0-9a-f]{12}(-dirty)?$/)
  })

  it('lists the bundled packages', () => {
    const bill = JSON.parse(readFileSync(join(installed, 'bill-of-materials.cdx.json'), 'utf8'))
    const names = bill.components.map(({name, group}: Record<string, string>) => (group ? `${group}/${name}` : name))
    expect(names).to.include.members(['@oclif/core', 'zod', 'listr2']).and.not.include('mocha')
  })

  it("installs a team's plugin by the npm on PATH", async () => {
    const {exitCode, stderr} = await rde(['plugins', 'install', plugin(), '--yes'], npmPath)
    expect(exitCode, stderr).to.equal(0)
    expect((await rde(['greet'], '/nowhere')).stdout).to.equal('hello\n')
  })

  it('tells what to install if npm is missing', async () => {
    const path = join(folder, 'only-node')
    mkdirSync(path)
    symlinkSync(process.execPath, join(path, 'node'))
    const {exitCode, stderr} = await rde(['plugins', 'install', 'rde-plugin-greeting'], path)
    expect(exitCode).to.equal(3)
    expect(stderr).to.equal(`npm is not installed. rde installs extensions by npm, which usually comes with Node.

  Install Node with npm:        https://nodejs.org/en/download
  Then install the extension:   rde plugins install rde-plugin-greeting

Nothing was installed. RDE_TOOLS
`)
  })
})
