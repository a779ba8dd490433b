import {spawnSync} from 'node:child_process'
import {chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {FakeTools} from './fake-tools.js'
import {freePorts} from './free-ports.js'
import {bin, runRde} from './rde-process.js'
import {CliHarness} from './cli-harness.js'
import type {DoctorResult} from './doctor-result.js'

describe('rde doctor', () => {
  let cli: CliHarness
  beforeEach(async () => {
    cli = await new CliHarness().choosePorts()
    cli.tools.on('docker', /^network ls --filter driver=bridge/, {stdout: 'a\n'})
    cli.tools.on('docker', /^network inspect/, {stdout: '172.17.0.0/16 \n'})
  })
  afterEach('every reply was asked for', () => cli.assertFinished())
  afterEach(() => cli.remove())

  const absent = () => cli.tools.playAlways('docker absent.ps', 'docker absent.network-ls', 'docker absent.volume-ls')

  /** A config.json without a cluster, with free ports. */
  const neverStarted = async () => {
    const cluster = await freePorts()
    cli.knows((config) => ({...config, cluster, kubeconfig: undefined}))
    return cluster
  }

  /** The problems by code, except file watches of this machine and leftovers of other runs in its folders. */
  const problems = async (...words: string[]) => {
    const {stdout} = await cli.rdeWith({env: {TMPDIR: cli.home}}, 'doctor', '--json', ...words)
    const {checks} = JSON.parse(stdout) as {checks: readonly DoctorResult[]}
    const found = checks.filter(({id, status}) => status !== 'ok' && !['inotify', 'memory', 'disk'].includes(id))
    return found.map(({problem: {code}, remedies: [remedy]}) => `${code}: ${remedy?.command}`)
  }

  it('finds nothing on a healthy machine without a cluster', async () => {
    absent()
    expect(await problems()).to.deep.equal([])
  })

  it('finds nothing if a healthy cluster runs', async () => {
    cli.knows().tools.playAlways('docker running.ps', 'docker running.inspect', 'kubectl running.get')
    expect(await problems()).to.deep.equal([])
  })

  it('prints all checks with --all', async () => {
    absent()
    const {stdout} = await cli.rde('doctor', '--all')
    expect(stdout).to.contain('✔ Tools: Docker 20.10.24 (client 28.2.2), k3d 5.9.0, kubectl 1.32.4\n')
    expect(stdout).to.contain('✔ Cluster: there is no cluster rde-test-acc\n')
  })

  it('reports a degraded cluster and its problem', async () => {
    cli.knows().tools.playAlways('docker agent-missing.ps', 'docker agent-missing.inspect', 'kubectl agent-missing.get')
    expect(await problems()).to.deep.equal(['RDE_CLUSTER_DEGRADED: rde cluster start'])
  })

  it('reports a taken port that a start would need', async () => {
    absent()
    const {apiPort} = await neverStarted()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(apiPort, '127.0.0.1', resolve))
    cli.tools.on('docker', /^ps --filter publish=/)
    const found = await problems().finally(() => server.close())
    expect(found).to.have.length(1)
    expect(found[0]).to.match(/^RDE_PORT_TAKEN: rde config set cluster\.apiPort \d+$/)
  })

  it('reports problems of config.json, and continues', async () => {
    absent()
    cli.write('config.json', '{"version": 1, "cluster": {"agent": 1}}')
    expect((await problems())[0]).to.match(/^RDE_CONFIG_INVALID: rde config/)
  })

  it('restricts the permissions of files with secrets with --fix', async () => {
    absent()
    await neverStarted()
    chmodSync(join(cli.folder, 'config.json'), 0o644)
    expect((await problems())[0]).to.match(/^RDE_FILES_OWNER: chmod -R go= /)
    cli.tools.on('docker', /^network ls --filter driver=bridge/, {stdout: 'a\n'})
    cli.tools.on('docker', /^network inspect/, {stdout: '172.17.0.0/16 \n'})
    cli.tools.on('docker', /^network ls --filter driver=bridge/, {stdout: 'a\n'})
    cli.tools.on('docker', /^network inspect/, {stdout: '172.17.0.0/16 \n'})
    expect(await problems('--fix')).to.deep.equal([])
  })

  it('reports an extension that fails to load', async () => {
    absent()
    const folder = join(cli.home, 'rde-plugin-bad')
    mkdirSync(folder)
    const oclif = {hooks: {'rde:contribute': './contribute.js'}}
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({name: 'rde-plugin-bad', version: '1.0.0', type: 'module', oclif}),
    )
    writeFileSync(join(folder, 'contribute.js'), 'export default async () => { throw new Error("no team here") }')
    await cli.rde('plugins', 'link', folder, '--no-install')
    expect((await problems())[0]).to.match(/^RDE_PLUGIN_BROKEN: rde plugins /)
  })

  it('runs the checks of an extension', async () => {
    absent()
    const folder = join(cli.home, 'rde-plugin-vpn')
    mkdirSync(folder)
    const oclif = {hooks: {'rde:contribute': './contribute.js'}}
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({name: 'rde-plugin-vpn', version: '1.0.0', type: 'module', oclif}),
    )
    writeFileSync(
      join(folder, 'contribute.js'),
      `export default async () => ({apiVersion: 1, checks: [{
        id: 'vpn', category: 'network', title: 'VPN', problem: {code: 'TEAM_VPN', exitCode: 1},
        run: async () => ({status: 'warning', detail: 'The VPN is off.', remedies: [{what: 'Start it', command: 'vpn up'}]}),
      }]})`,
    )
    await cli.rde('plugins', 'link', folder, '--no-install')
    expect(await problems()).to.deep.equal(['TEAM_VPN: vpn up'])
  })
})

describe('rde doctor, without Docker', () => {
  it('reports it once, and exits with 3', async () => {
    const tools = new FakeTools([])
    const {exitCode, stdout} = await runRde(['doctor'], {path: tools.bin})
    tools.remove()
    expect(exitCode).to.equal(3)
    expect(stdout.match(/docker is not installed/g)).to.have.length(1)
    expect(stdout).to.contain('https://get.docker.com')
  })

  it('removes the leftovers of a deleted cluster with --fix', async () => {
    const cli = await new CliHarness().choosePorts()
    const again = () => {
      cli.tools.on('docker', /^network ls --filter driver=bridge/, {stdout: 'a\n'})
      cli.tools.on('docker', /^network inspect/, {stdout: '172.17.0.0/16 \n'})
    }
    again()
    again()
    cli.tools.playAlways('docker absent.ps')
    cli.tools.on('docker', ['volume', 'ls', '--format', '{{.Name}}'], {stdout: 'k3d-rde-test-acc-images\n'})
    cli.tools.on('docker', ['volume', 'ls', '--format', '{{.Name}}'])
    cli.tools.on('docker', ['volume', 'rm', '--force', 'k3d-rde-test-acc-images'])
    cli.tools.on('docker', ['network', 'ls', '--format', '{{.Name}}'], {stdout: 'bridge\nk3d-rde-test-acc\n'})
    cli.tools.on('docker', ['network', 'rm', 'k3d-rde-test-acc'])
    cli.tools.on('docker', ['network', 'ls', '--format', '{{.Name}}'], {stdout: 'bridge\n'})
    const {stdout, stderr} = await cli.rdeWith({env: {TMPDIR: cli.home}}, 'doctor', '--fix')
    expect(stderr).to.contain(
      'fixing: remove the network k3d-rde-test-acc and the volume k3d-rde-test-acc-images of a cluster that is gone\n',
    )
    expect(stdout).not.to.contain('RDE_LEFTOVERS')
    cli.assertFinished()
    cli.remove()
  })
})

/** Other users cannot reach a checkout inside a private folder. */
function mayRead(path: string, uid: number): boolean {
  const program = `require('node:fs').accessSync(${JSON.stringify(path)})`
  return spawnSync(process.execPath, ['-e', program], {uid, gid: uid, stdio: 'ignore'}).status === 0
}

describe('rde doctor, of a user who is not root', () => {
  const nobody = 65534
  let home: string
  beforeEach(function () {
    if (process.getuid?.() !== 0 || !mayRead(bin, nobody)) return this.skip()
    home = mkdtempSync(join(tmpdir(), 'rde-nobody-'))
    chmodSync(home, 0o755)
  })
  afterEach(() => home && rmSync(home, {recursive: true, force: true}))

  /** Nothing can be downloaded there. */
  const mirror = {RDE_DOWNLOAD_MIRROR: 'http://127.0.0.1:1'}
  const folders = async (env: Record<string, string>, ...words: string[]) => {
    const {stdout} = await runRde(['doctor', '--json', ...words], {home, env: {...mirror, ...env}, uid: nobody})
    return (JSON.parse(stdout) as {checks: DoctorResult[]}).checks.find(({id}) => id === 'folders')
  }

  it('names the folder in which it cannot create its own', async () => {
    const {status, detail, remedies} = (await folders({}))!
    expect(status).to.equal('error')
    expect(detail.split('\n')[0]).to.equal(`rde has no permission to write to ${home}.`)
    expect(remedies[0]?.command).to.equal(`ls -ld '${home}'`)
  })

  it('reports what it could not fix, and continues', async () => {
    chownSync(home, nobody, nobody)
    const {exitCode, stdout, stderr} = await runRde(['doctor', '--fix'], {home, uid: nobody, env: mirror})
    expect(exitCode).to.equal(3)
    expect(stderr).to.match(/^not fixed: download k3d .*: http:\/\/127\.0\.0\.1:1\//m)
    expect(stdout).to.contain('RDE_TOOLS')
  })

  it('restores the permissions of a folder for its owner with --fix', async () => {
    chownSync(home, nobody, nobody)
    const data = join(home, 'data')
    mkdirSync(data)
    chownSync(data, nobody, nobody)
    chmodSync(data, 0o500)
    expect((await folders({RDE_DATA_DIR: data}))!.remedies[0]?.command).to.equal(`chmod u+rwx '${data}'`)
    expect((await folders({RDE_DATA_DIR: data}, '--fix'))!.status).to.equal('ok')
    expect(statSync(data).mode & 0o777).to.equal(0o700)
  })
})
