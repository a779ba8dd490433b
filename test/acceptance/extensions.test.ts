import {execFileSync} from 'node:child_process'
import {existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {CliHarness} from './cli-harness.js'
import {servePackages} from './package-registry.js'
import {bin, runProgram, runRde} from './rde-process.js'

const example = fileURLToPath(new URL('../../examples/extension', import.meta.url))
const name = '@team/rde-orders'

describe("A team's extension", () => {
  let cli: CliHarness

  beforeEach(() => (cli = new CliHarness()))
  const it = itEnding(() => cli.assertFinished())
  afterEach(() => cli.remove())

  /** An extension of a few files, linked. */
  async function linked(files: Readonly<Record<string, string>>, more: object = {}, called = 'rde-bad'): Promise<void> {
    const folder = join(cli.home, called)
    const oclif = {hooks: {'rde:contribute': './contribute.js'}, ...more}
    const all = {'package.json': JSON.stringify({name: called, version: '1.0.0', type: 'module', oclif}), ...files}
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(join(folder, file, '..'), {recursive: true})
      writeFileSync(join(folder, file), text)
    }
    const {exitCode, stderr} = await cli.rde('plugins', 'link', folder)
    expect(exitCode, stderr).to.equal(0)
  }
  const contributes = (what: string) => ({'contribute.js': `export default async () => (${what})`})
  const packed = () => {
    execFileSync('npm', ['pack', '--pack-destination', cli.home], {cwd: example, stdio: 'pipe'})
    return join(cli.home, 'team-rde-orders-1.0.0.tgz')
  }
  const stack = async () => (await cli.rde('stack', 'validate')).stdout
  const npm = {path: process.env['PATH']!}

  describe('that is linked', () => {
    it('adds its components without a warning', async () => {
      expect((await cli.rde('plugins', 'link', example)).stderr).not.to.contain('Warning')
      const {stdout, stderr} = await cli.rde('stack', 'validate')
      expect(stderr).to.equal('')
      expect(stdout).to.contain('orders-postgres, orders-api')
    })

    it('leaves no file that others can change, with any umask', async () => {
      const words = [process.execPath, bin, 'plugins', 'link', example]
      const {options} = cli
      await runProgram('/bin/sh', ['-c', 'umask 000; exec "$@"', 'sh', ...words], {...options, path: npm.path})
      const data = join(cli.home, '.local/share/rde')
      const files = readdirSync(data, {recursive: true, encoding: 'utf8'}).map((file) => join(data, file))
      expect(files.map((file) => file.slice(data.length + 1))).to.include('package.json')
      expect(files.filter((file) => lstatSync(file).isFile() && (lstatSync(file).mode & 0o022) !== 0)).to.deep.equal([])
    })

    it('is not loaded with RDE_PLUGINS=off', async () => {
      await cli.rde('plugins', 'link', example)
      const {stdout} = await cli.rdeWith({env: {RDE_PLUGINS: 'off'}}, 'stack', 'validate')
      expect(stdout).not.to.contain('orders')
    })

    it('has a section in config.json that is checked and completed', async () => {
      cli.knows()
      await cli.rde('plugins', 'link', example)
      expect((await cli.rde('config', 'get', `extensions.${name}.replicas`)).stdout).to.equal('1\n')
      const wrong = await cli.rde('config', 'set', `extensions.${name}.replicas`, 'many')
      expect(wrong.exitCode).to.equal(2)
      expect(wrong.stderr).to.contain('replicas must be a whole number').and.contain('RDE_SETTING_INVALID')
      const unknown = await cli.rde('config', 'set', `extensions.${name}.replica`, '2')
      expect(unknown.stderr).to.contain(`did you mean extensions.${name}.replicas?`)
      expect((await cli.rde('config', 'set', `extensions.${name}.replicas`, '2')).exitCode).to.equal(0)
      expect((await cli.rde('config', 'validate')).exitCode).to.equal(0)
    })
  })

  describe('that is installed', () => {
    it('comes from an archive, after printing whose code it is, and is removed without a trace', async () => {
      const {exitCode, stderr} = await cli.rdeWith(npm, 'plugins', 'install', packed(), '--yes')
      expect(exitCode, stderr).to.equal(0)
      expect(stderr).to.contain(`${name} 1.0.0 from file://`).and.contain('runs as you')
      expect(await stack()).to.contain('orders-api')
      expect((await cli.rdeWith(npm, 'plugins', 'uninstall', name)).exitCode).to.equal(0)
      expect(await stack()).not.to.contain('orders-api')
      expect(existsSync(join(cli.home, '.local/share/rde/node_modules', name))).to.equal(false)
    })

    it('is not installed without a confirmation', async () => {
      const {exitCode, stderr} = await cli.rdeWith(npm, 'plugins', 'install', packed())
      expect(exitCode).to.equal(2)
      expect(stderr).to.contain('Nothing was installed.').and.contain('--yes')
    })

    it('comes from a git repository', async () => {
      const folder = join(cli.home, 'repository')
      execFileSync('cp', ['-r', example, folder])
      const git = (...words: string[]) =>
        execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], {
          cwd: folder,
          stdio: 'pipe',
        })
      git('init', '--quiet')
      git('add', '.')
      git('commit', '--quiet', '--message', 'one')
      const {exitCode, stderr} = await cli.rdeWith(npm, 'plugins', 'install', `git+file://${folder}`, '--yes')
      expect(exitCode, stderr).to.equal(0)
      expect(await stack()).to.contain('orders-api')
    })

    it('comes from a registry without rde, and is updated from it', async () => {
      const registry = await servePackages({[name]: [packed()]})
      try {
        const env = {RDE_NPM_REGISTRY: registry.address}
        const {exitCode, stderr} = await cli.rdeWith({...npm, env}, 'plugins', 'install', name, '--yes')
        expect(exitCode, stderr).to.equal(0)
        expect(stderr).to.contain(registry.address)
        expect(await stack()).to.contain('orders-api')
        registry.publish(name, '1.1.0', packed())
        await cli.rdeWith({...npm, env}, 'plugins', 'update')
        expect((await cli.rde('plugins')).stdout).to.contain(`${name} 1.1.0`)
        expect(registry.missed).to.satisfy((paths: string[]) => paths.every((path) => !path.includes('orders')))
      } finally {
        await registry.close()
      }
    })

    it('is named if the registry does not have it', async () => {
      const registry = await servePackages({})
      try {
        const env = {RDE_NPM_REGISTRY: registry.address}
        const {exitCode, stderr} = await cli.rdeWith({...npm, env}, 'plugins', 'install', '@team/nothing', '--yes')
        expect(exitCode).to.equal(2)
        expect(stderr).to.contain('npm cannot get @team/nothing').and.contain('RDE_EXTENSION_ABSENT')
      } finally {
        await registry.close()
      }
    })

    it('is suggested at the first start if the defaults.json of a team lists it', async () => {
      const folder = join(cli.home, '.config/rde')
      mkdirSync(folder, {recursive: true})
      writeFileSync(join(folder, 'defaults.json'), JSON.stringify({plugins: ['@team/rde-orders']}))
      const {stderr} = await runRde(['cluster', 'start'], {home: cli.home, path: '/nowhere'})
      expect(stderr).to.contain('rde plugins install @team/rde-orders')
    })

    it('needs npm, and reports if npm is missing', async () => {
      const {exitCode, stderr} = await cli.rde('plugins', 'install', '@team/x', '--yes')
      expect(exitCode).to.equal(3)
      expect(stderr).to.contain('npm is not installed').and.contain('rde plugins install @team/x')
    })
  })

  describe('that is broken', () => {
    const broken: ReadonlyArray<readonly [string, Readonly<Record<string, string>>, RegExp]> = [
      ['throws', {'contribute.js': 'throw new Error("no team here")'}, /rde-bad failed to load\.\nno team here/],
      ['is of another version', contributes('{apiVersion: 2}'), /It uses version 2 of the extension interface/],
      [
        'waits for what there is not',
        contributes("{apiVersion: 1, phases: [{id: 'x', title: 'X', after: ['nodes-redy'], run: async () => {}}]}"),
        /Phase x of the extension rde-bad waits for nodes-redy, .*did it mean nodes-ready\?/,
      ],
      [
        'claims what the stack has',
        contributes(
          "{apiVersion: 1, components: {vault: {title: 'V', version: '1', sources: [{type: 'manifest', path: 'x'}]}}}",
        ),
        /rde-bad claims the component "vault", which the stack has/,
      ],
      [
        'has a component that is none',
        contributes("{apiVersion: 1, components: {team: {title: 'T', sorces: []}}}"),
        /components\.team\.sorces is not a setting; did you mean .*sources\?/,
      ],
    ]
    for (const [what, files, words] of broken) {
      it(`because it ${what} is named with its remedy; what needs no extension works`, async () => {
        cli.knows()
        await linked(files)
        const {exitCode, stderr} = await cli.rde('cluster', 'start', '--dry-run')
        expect(exitCode).to.be.oneOf([1, 2])
        expect(stderr).to.match(words).and.contain('rde plugins uninstall rde-bad').and.contain('RDE_PLUGINS=off')
        cli.tools.playAlways('docker absent.ps')
        expect((await cli.rde('cluster', 'status')).exitCode).to.equal(4)
        expect((await cli.rde('plugins', 'uninstall', 'rde-bad')).exitCode).to.equal(0)
      })
    }

    it('because a command cannot be loaded does not affect the others', async () => {
      cli.knows()
      await linked(
        {...contributes('{apiVersion: 1}'), 'commands/bad.js': 'export default class {static async run() {}}'},
        {commands: './commands'},
      )
      const hangs = 'await new Promise(() => setInterval(() => {}, 1e6))'
      writeFileSync(join(cli.home, 'rde-bad/commands/bad.js'), hangs)
      cli.tools.playAlways('docker absent.ps')
      expect((await cli.rde('cluster', 'status')).exitCode).to.equal(4)
      expect((await cli.rde('plugins', 'uninstall', 'rde-bad')).exitCode).to.equal(0)
    })

    it('because of a duplicate id is reported with the other one', async () => {
      const both = contributes("{apiVersion: 1, checks: [{id: 'vpn', title: 'VPN', run: async () => {}}]}")
      await linked(both, {}, 'rde-one')
      await linked(both, {}, 'rde-two')
      const {stderr} = await cli.rde('cluster', 'start', '--dry-run')
      expect(stderr).to.contain('The check "vpn" is claimed by both rde-one and rde-two.')
      expect(stderr).to.contain('rde plugins uninstall rde-two').and.contain('rde plugins uninstall rde-one')
    })
  })

  describe('that is new', () => {
    it('is created by rde plugins create, passes its own test, and adds its component', async () => {
      const folder = join(cli.home, 'rde-orders')
      const {exitCode, stderr} = await cli.rde('plugins', 'create', '@team/orders', '--folder', folder)
      expect(exitCode, stderr).to.equal(0)
      execFileSync(process.execPath, ['--test'], {cwd: folder, stdio: 'pipe', env: {PATH: process.env['PATH']}})
      expect((await cli.rde('plugins', 'link', folder)).exitCode).to.equal(0)
      expect(await stack()).to.match(/, orders\.\n$/)
      expect((await cli.rde('orders', '--help')).stdout).to.contain('orders pods')
      const api = fileURLToPath(new URL('../../packages/plugin-kit/types/index.d.ts', import.meta.url))
      expect(readFileSync(join(folder, 'types/rde.d.ts'), 'utf8')).to.equal(readFileSync(api, 'utf8'))
    })

    it('does not replace existing files', async () => {
      mkdirSync(join(cli.home, 'rde-orders'))
      const {exitCode, stderr} = await cli.rde('plugins', 'create', 'orders', '--folder', join(cli.home, 'rde-orders'))
      expect(exitCode).to.equal(2)
      expect(stderr).to.contain('exists already').and.contain('RDE_FILE_EXISTS')
    })
  })
})
