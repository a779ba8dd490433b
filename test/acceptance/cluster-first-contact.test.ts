import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {runRde} from './rde-process.js'
import {CliHarness} from './cli-harness.js'

const stackWith = (more: string) => `version: 1
components:
  one:
    title: One
    version: 1.0.0
    profiles: [core, full]
    sources: [{type: manifest, file: one.yaml, path: one.yaml}]
serviceImages: {}
probe: {image: probe:1, command: /probe}
${more}`

describe('rde on a machine without any tool', () => {
  let home: string
  const rde = (...args: string[]) =>
    runRde(args, {home, path: '/nonexistent', env: {RDE_CLUSTER: 'rde-test-acc', XDG_DATA_HOME: join(home, 'data')}})
  const config = () => join(home, 'data/rde/clusters/rde-test-acc/config.json')

  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'rde-bare-'))))
  afterEach(() => rmSync(home, {recursive: true, force: true}))

  for (const args of [['start'], ['start', '--dry-run'], ['start', '--profile', 'core', '--json']]) {
    it(`names each missing tool in one error of \`cluster ${args.join(' ')}\`, and leaves no config.json`, async () => {
      const {exitCode, stdout, stderr} = await rde('cluster', ...args)
      expect(exitCode).to.equal(3)
      for (const tool of ['docker', 'k3d', 'kubectl', 'helm'])
        expect(stdout + stderr).to.contain(`${tool} is not installed.`)
      expect(stdout + stderr).to.match(/get\.docker\.com[^]*rde doctor .*--fix/)
      expect(stdout + stderr).not.to.match(/ENOENT|helm template|docker ps/)
      expect(existsSync(config())).to.equal(false)
    })
  }

  it('reports them in `config apply`, too', async () => {
    expect(await rde('config', 'set', 'cluster.agents', '1')).to.include({exitCode: 0})
    const {exitCode, stderr} = await rde('config', 'apply')
    expect(exitCode).to.equal(3)
    expect(stderr).to.match(/docker is not installed[^]*k3d is[^]*kubectl is[^]*helm is not installed/)
  })

  it('does not require helm if the profile has no charts', async () => {
    const {exitCode, stderr} = await rde('cluster', 'start', '--profile', 'bare')
    expect(exitCode).to.equal(3)
    expect(stderr).to.contain('kubectl is not installed').and.not.contain('helm')
  })

  it('requires helm in `stack show` of a stack with charts', async () => {
    const {exitCode, stdout, stderr} = await rde('stack', 'show', '--profile', 'full')
    expect({exitCode, stdout}).to.deep.equal({exitCode: 3, stdout: ''})
    expect(stderr).to.match(/^helm is not installed\.\n\n {2}Install helm, 3\.8 or newer:/)
  })

  it('shows a bare stack without any tool', async () => {
    expect(await rde('stack', 'show', '--profile', 'bare')).to.include({exitCode: 0})
  })
})

describe('a refused rde cluster start', () => {
  let harness: CliHarness

  beforeEach(() => (harness = new CliHarness()))
  afterEach(() => harness.remove())

  it('does not save the flags of its command line', async () => {
    harness.tools.uninstall('k3d')
    harness.play('docker absent.ps')
    const {exitCode} = await harness.rde('cluster', 'start', '--agents', '1')
    expect({exitCode, saved: existsSync(join(harness.folder, 'config.json'))}).to.deep.equal({
      exitCode: 3,
      saved: false,
    })
  })

  it('keeps the settings that config.json had', async () => {
    harness.knows()
    const before = harness.read('config.json')
    harness.tools.uninstall('k3d')
    harness.play('docker running.ps')
    await harness.rde('cluster', 'start', '--agents', '1')
    expect(harness.read('config.json')).to.equal(before)
  })

  it('saves the flags of a start that was not refused', async () => {
    harness.playHealthy()
    await harness.rde('cluster', 'start', '--agents', '2', '--stack', harness.home).catch(() => undefined)
    expect(JSON.parse(harness.read('config.json')).stack.source).to.equal(harness.home)
  })
})

describe('rde cluster start with a custom stack', () => {
  let harness: CliHarness
  let file: string
  const start = (...args: string[]) => harness.rde('cluster', 'start', '--stack', file, ...args)
  const saved = () => existsSync(join(harness.folder, 'config.json'))

  beforeEach(() => {
    harness = new CliHarness()
    file = join(harness.home, 'ours.yaml')
    writeFileSync(join(harness.home, 'one.yaml'), '')
  })
  afterEach(() => harness.remove())

  for (const profile of ['full', 'bare']) {
    it(`says in profile ${profile} that there is no such file, as \`stack validate\` does`, async () => {
      const validated = await harness.rde('stack', 'validate', file)
      const started = await start('--profile', profile)
      expect(started).to.deep.include({exitCode: 2, stderr: validated.stderr})
      expect(saved()).to.equal(false)
    })

    it(`reports the problems of the file in profile ${profile}, like \`stack validate\``, async () => {
      writeFileSync(file, stackWith('unknown: field\n'))
      const validated = await harness.rde('stack', 'validate', file)
      const started = await start('--profile', profile)
      expect(validated.stderr).to.contain('unknown is not a setting')
      expect(started).to.deep.include({exitCode: 2, stderr: validated.stderr})
      expect(saved()).to.equal(false)
    })
  }

  it('plans a stack without relay-core', async () => {
    writeFileSync(file, stackWith(''))
    const {exitCode, stdout} = await start('--profile', 'core', '--dry-run', '--only', 'one')
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('# one')
  })
})
