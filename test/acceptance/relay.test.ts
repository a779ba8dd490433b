import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {findProgram} from '@rde/process-runner'
import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {FakeTools} from './fake-tools.js'
import {hasTerminal, onTerminal} from './on-terminal.js'
import {bin, runRde, startRde, type RunOptions} from './rde-process.js'

const argumentLists = [
  ['version'],
  ['workflow', 'run', 'hello', '-p', 'a=b', '-p', 'a=b'],
  ['', 'a b', '*', '$HOME', '"'],
  [],
  ['--help'],
  ['workflow', '--help'],
  ['-o', 'json', 'workflow', 'list'],
  ['dev', 'metadata', '--', 'ls', '--help'],
]
const noCluster = 'rde: there is no cluster. Start one: rde cluster start\n'
const stoppedCluster = 'rde: the cluster is stopped. Start it: rde cluster start\n'

describe('rde relay', () => {
  let tools: FakeTools
  let home: string
  let options: RunOptions & {home: string; path: string}
  const cluster = () => join(home, '.local/share/rde/clusters/rde')

  beforeEach(() => {
    tools = new FakeTools(['relay', 'kubectl', 'docker'])
    home = mkdtempSync(join(tmpdir(), 'rde-home-'))
    options = {path: tools.bin, home}
  })
  const it = itEnding(() => tools.assertFinished())
  afterEach(() => {
    tools.remove()
    rmSync(home, {recursive: true})
  })

  const writeHomeFile = (name: string, text: string) => {
    mkdirSync(dirname(join(home, name)), {recursive: true})
    writeFileSync(join(home, name), text)
  }
  const haveCluster = () => writeHomeFile('.local/share/rde/clusters/rde/kubeconfig.yaml', 'kind: Config\n')
  /** No process listens on port 1. */
  const stopCluster = () =>
    writeHomeFile(
      '.local/share/rde/clusters/rde/kubeconfig.yaml',
      'clusters:\n- cluster:\n    server: https://127.0.0.1:1\n',
    )
  /** A fake relay that runs this line of shell. */
  const relayThat = (line: string): RunOptions => {
    const path = join(home, 'relay.sh')
    writeFileSync(path, `#!/bin/sh\n${line}\n`, {mode: 0o755})
    return {...options, path: '/usr/bin:/bin', env: {RDE_RELAY: path}}
  }

  for (const args of argumentLists) {
    it(`hands on ${JSON.stringify(args)} as it is`, async () => {
      tools.on('relay', args, {stdout: 'reached'})
      expect((await runRde(['relay', ...args], options)).stdout).to.equal('reached')
    })
  }

  it('passes on standard input', async () => {
    tools.on('relay', ['workflow', 'secret', 'set'], {stdin: 's3cret\n'})
    const {exitCode} = await runRde(['relay', 'workflow', 'secret', 'set'], {...options, input: 's3cret\n'})
    expect(exitCode).to.equal(0)
  })

  it("ends with the CLI's own exit code", async () => {
    tools.on('relay', ['workflow', 'list'], {exitCode: 7})
    expect((await runRde(['relay', 'workflow', 'list'], options)).exitCode).to.equal(7)
  })

  it('exits with 127 if relay is missing, and prints where to get it', async () => {
    const {exitCode, stderr} = await runRde(['relay', 'version'], {path: '/nowhere'})
    expect({exitCode, first: stderr.split('\n')[0]}).to.deep.equal({exitCode: 127, first: 'relay is not on PATH.'})
    expect(stderr).to.match(/^ {2}Install it: .*puppetlabs\/relay/m)
  })

  it('forwards a SIGTERM, and leaves nothing behind', async () => {
    tools.on('relay', ['workflow', 'list'], {stdout: 'ready\n', until: {SIGTERM: 43}})
    const {child, ended, printed} = startRde(['relay', 'workflow', 'list'], options)
    await printed('ready')
    child.kill('SIGTERM')
    expect((await ended).exitCode).to.equal(43)
    expect(readdirSync(cluster())).to.deep.equal([])
  })

  it('leaves a Ctrl-C of the terminal to the CLI, and waits for its end', function () {
    if (!hasTerminal) this.skip()
    tools.on('relay', ['workflow', 'list'], {stdout: 'ready\n', until: {SIGINT: 42}})
    const words = [process.execPath, bin, 'relay', 'workflow', 'list']
    const {exitCode, output} = onTerminal(words, {...options, waitFor: 'ready', type: '\\x03'})
    expect({exitCode, times: output.match(/got SIGINT/g)?.length}).to.deep.equal({exitCode: 42, times: 1})
  })

  it('has its own page in `rde help`', async () => {
    const {stdout} = await runRde(['help', 'relay'], options)
    expect(stdout).to.contain('Run the relay CLI on the rde cluster.')
  })

  describe('the temporary home', () => {
    const show = 'cat "$XDG_CONFIG_HOME/relay/config.yaml"'
    interface RelayConfig {
      readonly contexts: {readonly rde: {readonly apiDomain: string; readonly auth: {tokens: {api: string}}}}
    }
    const configOf = async (...args: readonly string[]) =>
      JSON.parse((await runRde(['relay', ...args], relayThat(show))).stdout) as RelayConfig

    it('uses the bridge as the service, with a token', async () => {
      const {apiDomain, auth} = (await configOf('workflow', 'list')).contexts.rde
      expect(apiDomain).to.match(/^http:\/\/127\.0\.0\.1:\d{2,}$/)
      expect(auth.tokens.api).to.have.length(64)
    })

    it('is separate for two simultaneous calls, each with its own bridge', async () => {
      const line = 'cat "$XDG_CONFIG_HOME/relay/config.yaml"; sleep 0.5'
      const both = ['a', 'b'].map(() => runRde(['relay', 'workflow', 'list'], relayThat(line)))
      const [one, other] = (await Promise.all(both)).map(({stdout}) => (JSON.parse(stdout) as RelayConfig).contexts.rde)
      expect(one!.apiDomain).not.to.equal(other!.apiDomain)
      expect(one!.auth.tokens.api).not.to.equal(other!.auth.tokens.api)
    })

    it('has no bridge if none is needed', async () => {
      expect((await configOf('version')).contexts.rde.apiDomain).to.equal('http://127.0.0.1:1')
    })

    it('is removed when the CLI has ended', async () => {
      const {stdout} = await runRde(['relay', 'workflow', 'list'], relayThat('echo "$XDG_CONFIG_HOME"'))
      expect(stdout).to.contain(join(cluster(), 'relay'))
      expect(readdirSync(cluster())).to.deep.equal([])
    })

    it("keeps the CLI from the user's own configuration and variables", async () => {
      writeHomeFile('.config/relay/config.yaml', '# mine\n')
      const writing = relayThat('echo spoilt > "$XDG_CONFIG_HOME/relay/config.yaml"; echo "context: $RELAY_CONTEXT"')
      const {stdout} = await runRde(['relay', 'auth', 'clear'], {
        ...writing,
        env: {...writing.env, RELAY_CONTEXT: 'relaysh', XDG_CONFIG_HOME: join(home, '.config')},
      })
      expect(stdout).to.equal('context: \n')
      expect(readFileSync(join(home, '.config/relay/config.yaml'), 'utf8')).to.equal('# mine\n')
    })
  })

  describe('with no cluster', () => {
    for (const args of [
      ['workflow', 'list'],
      ['dev', 'workflow', 'run'],
    ]) {
      it(`says so in one line before \`relay ${args.join(' ')}\``, async () => {
        tools.on('relay', args)
        expect((await runRde(['relay', ...args], options)).stderr).to.equal(noCluster)
      })
    }

    it('prints nothing if no cluster is needed', async () => {
      tools.on('relay', ['version'])
      expect((await runRde(['relay', 'version'], options)).stderr).to.equal('')
    })

    it('gives `relay dev` a kubeconfig whose server does not exist', async () => {
      const {stdout} = await runRde(['relay', 'dev', 'initialize'], relayThat('cat "$KUBECONFIG"'))
      expect(stdout).to.contain('server: https://127.0.0.1:1\n')
    })
  })

  for (const args of [
    ['workflow', 'list'],
    ['dev', 'workflow', 'run'],
  ]) {
    it(`says in one line before \`relay ${args.join(' ')}\` that the cluster is stopped`, async () => {
      stopCluster()
      tools.on('relay', args)
      expect((await runRde(['relay', ...args], options)).stderr).to.equal(stoppedCluster)
    })
  }

  it("gives `relay dev` the cluster's kubeconfig instead of the user's own", async () => {
    haveCluster()
    tools.on('relay', ['dev', 'initialize'])
    await runRde(['relay', 'dev', 'initialize'], {...options, env: {KUBECONFIG: '/mine'}})
    expect(tools.calls[0]!.env['KUBECONFIG']).to.equal(join(cluster(), 'kubeconfig.yaml'))
  })

  describe('with the real CLI', () => {
    const relay = findProgram('relay')
    const real = (...args: readonly string[]) => runRde(['relay', ...args], {...options, env: {RDE_RELAY: relay!}})
    const list = (...items: readonly object[]) => ({stdout: JSON.stringify({items})})
    const hello = {
      metadata: {name: 'hello', creationTimestamp: '2022-08-24T14:03:52Z', labels: {}},
      spec: {steps: []},
    }
    const run = {
      metadata: {
        name: 'hello-1',
        namespace: 'relay-tenants',
        creationTimestamp: '2022-08-24T14:03:52Z',
        labels: {'rde.relay.sh/run-number': '1', 'rde.relay.sh/workflow': 'hello'},
      },
      spec: {workflowRef: {name: 'hello'}},
    }

    before(function () {
      if (relay === undefined) this.skip()
    })

    it('ends a call that needs a cluster with an error of rde if there is none', async () => {
      const {exitCode, stderr} = await real('workflow', 'run', 'hello')
      expect({exitCode, stderr}).to.deep.equal({
        exitCode: 1,
        stderr: `${noCluster}Error: There was a problem executing your request, please try again.  \n• There is no cluster. Start one: rde cluster start\n`,
      })
    })

    it('ends a call on a stopped cluster with the same line, without asking the cluster', async () => {
      stopCluster()
      const {exitCode, stderr} = await real('workflow', 'run', 'hello')
      expect({exitCode, stderr}).to.deep.equal({
        exitCode: 1,
        stderr: `${stoppedCluster}Error: There was a problem executing your request, please try again.  \n• The cluster is stopped. Start it: rde cluster start\n`,
      })
    })

    it('prints its version without a cluster', async () => {
      expect((await real('version')).exitCode).to.equal(0)
    })

    it('lists the workflows of the cluster', async () => {
      haveCluster()
      tools.on('kubectl', /^get workflows\.relay\.sh /, list(hello)).on('kubectl', /^get runs\.relay\.sh /, list(run))
      const {stdout} = await real('workflow', 'list', '-o', 'json')
      expect(JSON.parse(stdout)).to.deep.equal([{'Last Run Number': '1', Name: 'hello'}])
    })

    it('starts a run, and rde prints how to follow it', async () => {
      haveCluster()
      tools.on('kubectl', /^get workflows\.relay\.sh /, list(hello)).on('kubectl', /^get runs\.relay\.sh /, list())
      tools.on('kubectl', /^create /, {stdin: /"hello-1"/, stdout: JSON.stringify(run)})
      const {exitCode, stderr} = await real('workflow', 'run', 'hello', '-p', 'a=b')
      expect({exitCode, stderr}).to.deep.equal({
        exitCode: 0,
        stderr: 'Follow it: rde workflow logs hello#1 -f\nThe link opens while this runs: rde ui\n',
      })
    })

    it('prints the error that the CLI hides, once it has ended', async () => {
      haveCluster()
      const stderr = 'Unable to connect to the server: EOF\n'
      for (const kind of ['workflows', 'runs']) {
        tools.on('kubectl', new RegExp(`^get ${kind}\\.relay\\.sh `), {exitCode: 1, stderr})
      }
      tools.on('docker', /^ps /, {stdout: ''})
      const ended = await real('workflow', 'list')
      expect(ended.exitCode).to.equal(1)
      expect(ended.stderr).to.match(/\nrde: There is no cluster\.\nStart it: rde cluster start\n$/)
    })
  })
})
