import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {FakeTools} from './fake-tools.js'
import {runRde} from './rde-process.js'

const plugin = fileURLToPath(new URL('fixtures/team-plugin', import.meta.url))

/** Goes through oclif: passthroughs of extensions have no fast path. */
describe("a team's passthrough", () => {
  let tools: FakeTools
  let home: string

  beforeEach(() => {
    tools = new FakeTools()
    home = mkdtempSync(join(tmpdir(), 'rde-home-'))
    const data = join(home, '.local/share/rde')
    mkdirSync(data, {recursive: true})
    const linked = {type: 'link', name: '@team/rde-plugin-lender', root: plugin}
    writeFileSync(join(data, 'package.json'), JSON.stringify({oclif: {plugins: [linked]}}))
  })
  const it = itEnding(() => tools.assertFinished())
  afterEach(() => {
    tools.remove()
    rmSync(home, {recursive: true})
  })

  for (const args of [
    ['a=b', '-n', 'x', 'a=b', '', 'a b'],
    ['--help'],
    ['get', '--help'],
    ['-h'],
    ['--', 'get', '--help'],
    ['exec', '--', '-h'],
    ['--json', '--version'],
  ]) {
    it(`hands on ${JSON.stringify(args)} as it is`, async () => {
      tools.on('k3d', args, {exitCode: 5})
      expect((await runRde(['team', 'lend', ...args], {home, path: tools.bin})).exitCode).to.equal(5)
    })
  }

  it('shows its own page in `rde help`', async () => {
    const {stdout} = await runRde(['help', 'team', 'lend'], {home, path: tools.bin})
    expect(stdout).to.contain('Lends its words to k3d.')
  })

  it('exits with 127 when the tool is missing', async () => {
    expect((await runRde(['team', 'lend', 'x'], {home})).exitCode).to.equal(127)
  })
})
