import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {CliHarness} from './cli-harness.js'

const example = fileURLToPath(new URL('fixtures/phase-extension', import.meta.url))

describe("a team's phase", () => {
  let cli: CliHarness

  beforeEach(() => {
    cli = new CliHarness().knows()
    cli.tools.playAlways('docker running.ps')
  })
  const it = itEnding(() => cli.assertFinished())
  afterEach(() => cli.remove())

  const link = async (folder: string) => {
    const {exitCode, stderr} = await cli.rde('plugins', 'link', folder, '--no-install')
    expect(exitCode, stderr).to.equal(0)
  }
  const namespaces = (...names: string[]) => {
    const items = names.map((name) => ({kind: 'Namespace', metadata: {name}}))
    cli.tools.on('kubectl', /^get namespaces /, {stdout: JSON.stringify({items})})
  }

  /** A plugin of one file. */
  const plugin = (name: string, contribute: string) => {
    const folder = join(cli.home, name)
    mkdirSync(folder)
    const oclif = {hooks: {'rde:contribute': './contribute.js'}}
    writeFileSync(join(folder, 'package.json'), JSON.stringify({name, version: '1.0.0', type: 'module', oclif}))
    writeFileSync(join(folder, 'contribute.js'), contribute)
    return folder
  }

  it('runs after `rde plugins link`, with the tools and the report of rde', async () => {
    await link(example)
    namespaces()
    cli.tools.on('kubectl', /^apply --server-side /, {stdin: /"kind":"Namespace","metadata":\{"name":"team"\}/})
    const {exitCode, stderr} = await cli.rde('cluster', 'start', '--only', 'team-namespace')
    expect(exitCode).to.equal(0)
    expect(stderr).to.contain('Team namespace: done, namespace team made')
  })

  it('changes nothing the second time', async () => {
    await link(example)
    namespaces('team')
    const {stdout} = await cli.rde('cluster', 'start', '--only', 'team-namespace')
    expect(stdout).to.match(/^The cluster is running and healthy; nothing to change/)
  })

  it('is shown in a dry run', async () => {
    await link(example)
    const {stdout} = await cli.rde('cluster', 'start', '--dry-run', '--only', 'team-namespace')
    expect(stdout).to.equal('# team-namespace\nrde kubectl create namespace team\n')
  })

  for (const [what, source, why] of [
    ['throws', 'export default async () => { throw new Error("no team here") }', 'no team here'],
    ['gives nothing', 'export default async () => {}', 'Its contribute function returned nothing.'],
    ['cannot be loaded', 'import "nowhere"', "Cannot find package 'nowhere'"],
  ] as const) {
    it(`of a plugin that ${what} is an error that names the plugin`, async () => {
      await link(plugin('rde-plugin-bad', source))
      const {exitCode, stderr} = await cli.rde('cluster', 'start', '--dry-run')
      expect(exitCode).to.equal(1)
      expect(stderr).to.contain('The extension rde-plugin-bad failed to load.').and.contain(why)
      expect(stderr).to.match(/rde plugins uninstall rde-plugin-bad\n[^]*RDE_PLUGINS=off [^]*RDE_PLUGIN_BROKEN\n$/)
    })
  }

  it('cannot use an id that exists already', async () => {
    const phases = "[{id: 'cluster', title: 'Mine', run: async () => ({changed: false, detail: ''})}]"
    await link(plugin('rde-plugin-twin', `export default async () => ({apiVersion: 1, phases: ${phases}})`))
    expect((await cli.rde('cluster', 'start', '--dry-run')).stderr).to.contain('RDE_PHASE_DUPLICATE')
  })

  it('cannot wait for a phase that does not exist', async () => {
    const phases = "[{id: 'mine', title: 'Mine', after: ['nothing'], run: async () => ({changed: false, detail: ''})}]"
    await link(plugin('rde-plugin-waits', `export default async () => ({apiVersion: 1, phases: ${phases}})`))
    expect((await cli.rde('cluster', 'start', '--dry-run')).stderr).to.contain(
      'mine of the extension rde-plugin-waits waits for nothing',
    )
  })

  it('fails under its own title, and does not undo the cluster', async () => {
    const phases = "[{id: 'mine', title: 'Mine', run: async () => { throw new Error('the network is down') }}]"
    await link(plugin('rde-plugin-fails', `export default async () => ({apiVersion: 1, phases: ${phases}})`))
    const {exitCode, stderr} = await cli.rde('cluster', 'start', '--only', 'mine')
    expect(exitCode).to.equal(1)
    expect(stderr).to.match(/\nMine: the network is down\n[^]*continues with mine\. RDE_PHASE_FAILED\n$/)
  })
})
