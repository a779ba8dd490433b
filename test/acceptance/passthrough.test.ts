import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {FakeTools} from './fake-tools.js'
import {hasTerminal, onTerminal} from './on-terminal.js'
import {bin, runProgram, runRde, startRde} from './rde-process.js'

const argumentLists = [
  ['get', 'pods', '-o', 'json'],
  ['a=b', '-n', 'x', 'a=b'],
  ['', 'a b', '*', '$HOME', '"', "'"],
  [],
  ['-h'],
  ['--help'],
  ['help'],
  ['--version'],
  ['version'],
  ['get', '--json'],
  ['get', '--help'],
  ['exec', 'p', '--', 'ls', '--help'],
  ['--', 'get', '--help'],
  ['cluster:start', 'cluster', 'start'],
]
/** No process listens on port 1. */
const stoppedKubeconfig = 'clusters:\n  - name: rde\n    cluster:\n      server: https://127.0.0.1:1\n'
const home = () => mkdtempSync(join(tmpdir(), 'rde-home-'))

describe('rde kubectl and rde helm', () => {
  let tools: FakeTools
  let options: {path: string}

  beforeEach(() => {
    tools = new FakeTools()
    options = {path: tools.bin}
  })
  const it = itEnding(() => tools.assertFinished())
  afterEach(() => {
    tools.remove()
  })

  for (const args of argumentLists) {
    it(`hands on ${JSON.stringify(args)} as it is`, async () => {
      tools.on('kubectl', args, {stdout: 'reached'})
      expect((await runRde(['kubectl', ...args], options)).stdout).to.equal('reached')
    })
  }

  it('passes on standard input', async () => {
    tools.on('kubectl', ['apply', '-f', '-'], {stdin: 'kind: Pod\n'})
    expect((await runRde(['kubectl', 'apply', '-f', '-'], {...options, input: 'kind: Pod\n'})).exitCode).to.equal(0)
  })

  it("ends with the tool's own exit code", async () => {
    tools.on('helm', ['status', 'x'], {exitCode: 7})
    expect((await runRde(['helm', 'status', 'x'], options)).exitCode).to.equal(7)
  })

  it('passes on all of a large output', async () => {
    tools.on('kubectl', ['get'], {stdout: 'x'.repeat(3_000_000)})
    expect((await runRde(['kubectl', 'get'], options)).stdout.length).to.equal(3_000_000)
  })

  it('forwards a SIGTERM, which the tool may handle', async () => {
    tools.on('kubectl', ['proxy'], {stdout: 'ready\n', until: {SIGTERM: 43}})
    const {child, ended, printed} = startRde(['kubectl', 'proxy'], options)
    await printed('ready')
    child.kill('SIGTERM')
    expect((await ended).exitCode).to.equal(43)
  })

  it('exits with 143 when a SIGTERM ended the tool', async () => {
    tools.on('kubectl', ['proxy'], {stdout: 'ready\n', until: {}})
    const {child, ended, printed} = startRde(['kubectl', 'proxy'], options)
    await printed('ready')
    child.kill('SIGTERM')
    expect((await ended).exitCode).to.equal(143)
  })

  it('leaves a Ctrl-C of the terminal to the tool, and waits for its end', function () {
    if (!hasTerminal) this.skip()
    tools.on('kubectl', ['logs', '-f'], {stdout: 'ready\n', until: {SIGINT: 42}})
    const words = [process.execPath, bin, 'kubectl', 'logs', '-f']
    const {exitCode, output} = onTerminal(words, {...options, waitFor: 'ready', type: '\\x03'})
    expect(output.match(/got SIGINT/g)).to.have.length(1)
    expect(exitCode).to.equal(42)
  })

  it('ends silently when the reader of its output closes the pipe', async () => {
    const env = {RDE_KUBECTL: '/usr/bin/yes'}
    const line = `{ '${process.execPath}' '${bin}' kubectl many; echo "code $?" >&2; } | head -1`
    const {stdout, stderr} = await runProgram('/bin/sh', ['-c', line], {env, path: '/usr/bin:/bin'})
    expect({stdout, printed: stderr.split('\n').slice(1)}).to.deep.equal({stdout: 'many\n', printed: ['code 141', '']})
  })

  it('has its own page in `rde help`', async () => {
    expect((await runRde(['help', 'kubectl'], options)).stdout).to.contain('Run kubectl on the rde cluster.')
  })

  describe('with no cluster', () => {
    it('reports it in one line on stderr', async () => {
      tools.on('kubectl', ['get', 'pods'])
      const {stderr} = await runRde(['kubectl', 'get', 'pods'], options)
      expect(stderr).to.equal('rde: there is no cluster. Start one: rde cluster start\n')
    })

    it('gives the tool a kubeconfig whose server does not exist', async () => {
      tools.on('kubectl', ['get', 'pods'])
      await runRde(['kubectl', 'get', 'pods'], options)
      expect(readFileSync(tools.calls[0]!.env['KUBECONFIG']!, 'utf8')).to.contain('server: https://127.0.0.1:1\n')
    })
  })

  describe('with a cluster', () => {
    let folder: string
    let kubeconfig: string

    beforeEach(() => {
      folder = home()
      kubeconfig = join(folder, '.local/share/rde/clusters/rde/kubeconfig.yaml')
      mkdirSync(dirname(kubeconfig), {recursive: true})
      writeFileSync(kubeconfig, 'kind: Config\n')
    })
    afterEach(() => rmSync(folder, {recursive: true}))

    it("gives the tool the cluster's kubeconfig instead of the user's own", async () => {
      tools.on('kubectl', ['get'])
      await runRde(['kubectl', 'get'], {...options, home: folder, env: {KUBECONFIG: '/mine'}})
      expect(tools.calls[0]!.env['KUBECONFIG']).to.equal(kubeconfig)
    })

    it("has the tool keep its cache with the cluster, not in the user's home", async () => {
      tools.on('kubectl', ['get'])
      await runRde(['kubectl', 'get'], {...options, home: folder})
      expect(tools.calls[0]!.env['KUBECACHEDIR']).to.equal(join(dirname(kubeconfig), 'kubectl-cache'))
    })

    it('prints nothing itself', async () => {
      tools.on('kubectl', ['get'])
      expect((await runRde(['kubectl', 'get'], {...options, home: folder})).stderr).to.equal('')
    })

    for (const tool of ['kubectl', 'helm'])
      it(`says in one line on stderr before ${tool} that the cluster is stopped`, async () => {
        writeFileSync(kubeconfig, stoppedKubeconfig)
        tools.on(tool, ['list'], {exitCode: 1, stderr: 'refused\n'})
        const {stderr, exitCode} = await runRde([tool, 'list'], {...options, home: folder})
        expect({stderr, exitCode}).to.deep.equal({
          stderr: 'rde: the cluster is stopped. Start it: rde cluster start\nrefused\n',
          exitCode: 1,
        })
      })

    it('removes only the environment variables that select another cluster for helm', async () => {
      tools.on('helm', ['list'])
      const env = {HELM_KUBECONTEXT: 'prod', HELM_KUBEAPISERVER: 'https://prod', HELM_DEBUG: '1'}
      await runRde(['helm', 'list'], {...options, home: folder, env})
      const names = Object.keys(tools.calls[0]!.env).filter((name) => name.startsWith('HELM'))
      expect(names).to.deep.equal(['HELM_DEBUG'])
    })

    it("leaves the user's own kubeconfig as it is", async () => {
      const own = join(folder, '.kube/config')
      mkdirSync(dirname(own))
      writeFileSync(own, '# mine\n')
      tools.on('kubectl', ['config', 'view'])
      await runRde(['kubectl', 'config', 'view'], {...options, home: folder})
      expect(readFileSync(own, 'utf8')).to.equal('# mine\n')
    })
  })

  describe('the tool', () => {
    it('is missing: exits with 127 and tells where to get it', async () => {
      const {exitCode, stderr} = await runRde(['kubectl', 'get'], {path: '/nowhere'})
      expect({exitCode, first: stderr.split('\n')[0]}).to.deep.equal({exitCode: 127, first: 'kubectl is not on PATH.'})
      expect(stderr).to.match(/^ {2}Let rde download it: +rde doctor --fix\n {2}Or install it: .*kube/m)
    })

    it('may be set with a variable', async () => {
      tools.on('helm', ['list'])
      const env = {RDE_HELM: tools.path('helm')}
      expect((await runRde(['helm', 'list'], {env, path: '/nowhere'})).exitCode).to.equal(0)
    })

    it('that a variable names must exist, even if there is one on PATH', async () => {
      const env = {RDE_HELM: '/nowhere/helm'}
      expect((await runRde(['helm', 'list'], {...options, env})).exitCode).to.equal(127)
    })
  })
})
