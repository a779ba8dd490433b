import {chmodSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs'
import {spawnSync} from 'node:child_process'
import {join} from 'node:path'

import {expect} from 'chai'

import {Checkout} from './checkout.js'
import {root, runProgram} from './rde-process.js'

describe('./rde', () => {
  let checkout: Checkout

  beforeEach(() => (checkout = new Checkout()))
  afterEach(() => checkout.remove())

  it('installs, builds and runs in a fresh checkout, without printing that on stdout', async () => {
    const {stdout, stderr} = await checkout.rde('a', 'b c')
    expect(stdout).to.equal('built v1 ["a","b c"]\n')
    expect(stderr).to.match(
      /^rde: installing dependencies \(npm ci\) \.\.\. \S+ s\nrde: building \.\.\. \S+ s\nrde: to type rde anywhere: .*\n$/,
    )
  })

  it('prints nothing when nothing has changed', async () => {
    await checkout.rde()
    expect((await checkout.rde()).stderr).to.equal('')
  })

  it('does not build this checkout again, which was built before the tests', async () => {
    const {stderr} = await runProgram(join(root, 'rde'), ['version'], {path: process.env['PATH'] ?? ''})
    expect(stderr).to.equal('')
  })

  it('is checked out with the line breaks that a shell needs, with any setting of git', function () {
    const attributes = spawnSync('git', ['-C', root, 'check-attr', 'eol', '--', 'rde'], {encoding: 'utf8'})
    if (attributes.status !== 0) this.skip()
    expect(attributes.stdout).to.equal('rde: eol: lf\n')
  })

  it('builds again when a source has changed', async () => {
    await checkout.rde()
    checkout.writeSource('demo.ts', "const demo: string = 'v2'\n")
    expect((await checkout.rde()).stdout).to.equal('built v2 []\n')
  })

  it('builds again when the compiled files are missing', async () => {
    await checkout.rde()
    rmSync(checkout.dist, {recursive: true})
    expect((await checkout.rde()).stdout).to.equal('built v1 []\n')
  })

  it('prints the error of the bundler, exits with 1 and tries again the next time', async () => {
    checkout.writeSource('demo.ts', 'const demo = \n')
    const first = await checkout.rde()
    expect({exitCode: first.exitCode, stdout: first.stdout}).to.deep.equal({exitCode: 1, stdout: ''})
    expect((await checkout.rde()).stderr).to.contain('Unexpected end of file')
  })

  it('installs again when package-lock.json is newer than the installation', async () => {
    await checkout.rde()
    const later = new Date(Date.now() + 1000)
    utimesSync(join(checkout.root, 'package-lock.json'), later, later)
    expect((await checkout.rde()).stderr).to.contain('npm ci')
  })

  it('keeps the dependencies of the tests if they are installed', async () => {
    await checkout.rde()
    checkout.writeNpm(
      `echo "$@" >> npm-runs\nmkdir -p node_modules/mocha; touch node_modules/mocha/package.json\n${checkout.usualNpm}`,
    )
    const renew = async (seconds: number) => {
      const later = new Date(Date.now() + seconds * 1000)
      utimesSync(join(checkout.root, 'package-lock.json'), later, later)
      await checkout.rde()
    }
    await renew(100)
    await renew(200)
    const kinds = checkout.read('npm-runs').match(/--(omit|include)=dev/g)
    expect(kinds).to.deep.equal(['--omit=dev', '--include=dev'])
  })

  it("gives npm's last words when it fails", async () => {
    checkout.writeNpm('echo "npm error network request to registry failed" >&2; exit 1')
    const {exitCode, stderr} = await checkout.rde()
    expect(exitCode).to.equal(1)
    expect(stderr).to.contain('  npm error network request to registry failed\n')
  })

  it('can be started twice at the same time: one waits for the other', async () => {
    checkout.writeNpm(`echo start >> npm-runs\nwhile [ ! -e met ]; do sleep 0.05; done\n${checkout.usualNpm}`)
    const first = checkout.startPrepare()
    await checkout.exists('npm-runs')
    const second = checkout.startPrepare()
    await second.printed('rde: waiting for process', 'stderr')
    writeFileSync(join(checkout.root, 'met'), '')
    expect([(await first.ended).exitCode, (await second.ended).exitCode]).to.deep.equal([0, 0])
    expect(checkout.read('npm-runs')).to.equal('start\n')
    expect((await checkout.rde('1')).stdout).to.equal('built v1 ["1"]\n')
  })

  it('continues after a kill -9 in the middle of npm ci, once that npm has ended', async () => {
    checkout.writeNpm(`echo start >> npm-runs; sleep 0.5; echo end >> npm-runs\n${checkout.usualNpm}`)
    const {child, ended} = checkout.startPrepare()
    await checkout.exists('npm-runs')
    child.kill('SIGKILL')
    await ended
    checkout.writeNpm(`echo second >> npm-runs\n${checkout.usualNpm}`)
    await checkout.rde()
    // The first npm completed, so there was nothing left to install.
    expect(checkout.read('npm-runs')).to.equal('start\nend\n')
  })

  it('prints once, after the first build, how to put rde on PATH', async () => {
    const hint = `rde: to type rde anywhere: ln -s '${join(checkout.root, 'rde')}' ~/.local/bin/rde\n`
    expect((await checkout.rde()).stderr).to.contain(hint)
    checkout.writeSource('demo.ts', "const demo: string = 'v9'\n")
    expect((await checkout.rde()).stderr).not.to.contain('ln -s')
  })

  it('prints what to install when npm is missing, and exits with 3', async () => {
    checkout.removeTool('npm')
    const {exitCode, stderr} = await checkout.rde()
    expect(exitCode).to.equal(3)
    expect(stderr).to.match(/\nnpm is not on PATH\. .*\n\n {2}Get Node with npm: .*\n\nRDE_NPM_MISSING\n$/)
  })

  it('reports in one sentence the owner of a checkout that the user cannot build', async () => {
    const program = join(checkout.root, 'scripts/prepare-workspace.mjs')
    // Root can write anywhere: then the test runs as another user.
    const other = process.getuid?.() === 0 ? {uid: 65_534, gid: 65_534} : {}
    chmodSync(checkout.root, 0o555)
    const {status, stderr} = spawnSync(process.execPath, [program], {env: checkout.env, encoding: 'utf8', ...other})
    chmodSync(checkout.root, 0o755)
    expect(status).to.equal(1)
    expect(stderr).to.match(
      /^rde has to be built, but \S+ (is read-only|belongs to root)\.\n\n {2}\S.*: {3}\S.*\n\nRDE_CHECKOUT_FOREIGN\n$/,
    )
  })

  it('is found through symbolic links, and does not change the working directory', () => {
    const link = join(checkout.root, 'link')
    symlinkSync('rde', link)
    const again = join(checkout.root, 'packages', 'again')
    symlinkSync('../link', again)
    const {stdout} = spawnSync(again, ['x'], {cwd: '/', env: checkout.env, encoding: 'utf8'})
    expect(stdout).to.equal('built v1 ["x"]\n')
  })

  it('prints where to get Node when it is missing, and exits with 3', () => {
    const {status, stderr} = spawnSync('/bin/sh', [join(checkout.root, 'rde')], {env: {PATH: '/nowhere'}})
    expect({status, last: String(stderr).trim().split('\n').at(-1)}).to.deep.equal({
      status: 3,
      last: 'RDE_NODE_MISSING',
    })
  })

  it('runs the existing build without find, and reports that changes are not noticed', async () => {
    await checkout.rde()
    checkout.removeTool('find')
    checkout.writeSource('demo.ts', "const demo: string = 'v2'\n")
    const {stdout, stderr} = await checkout.rde()
    expect({stdout, stderr}).to.deep.equal({
      stdout: 'built v1 []\n',
      stderr: 'rde: there is no find on PATH: changes of this checkout since its last build are not noticed.\n',
    })
  })

  it('reports that readlink is missing when it is called through a link, and exits with 3', async () => {
    await checkout.rde()
    checkout.removeTool('readlink')
    const link = join(checkout.root, 'link')
    symlinkSync(join(checkout.root, 'rde'), link)
    const {exitCode, stdout, stderr} = await runProgram(link, [], {path: checkout.env.PATH})
    expect({exitCode, stdout}).to.deep.equal({exitCode: 3, stdout: ''})
    expect(stderr.split('\n')[0]).to.equal(
      `${link} is a link, and there is no readlink on PATH. Call rde by its own path.`,
    )
  })

  it('is found with `sh rde`, which contains no folder', async () => {
    await checkout.rde()
    const {stdout} = await runProgram('sh', ['rde'], {path: checkout.env.PATH, cwd: checkout.root})
    expect(stdout).to.equal('built v1 []\n')
  })

  it('refuses a Node that is too old, with exit code 3', async () => {
    writeFileSync(
      join(checkout.root, 'packages/cli/bin/supported-node.js'),
      'export const unsupportedNode = () => "too old"\n',
    )
    const {exitCode, stderr} = await checkout.rde()
    expect({exitCode, stderr}).to.deep.equal({exitCode: 3, stderr: 'too old\n'})
  })
})
