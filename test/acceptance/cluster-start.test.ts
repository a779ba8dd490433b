import {existsSync, readdirSync, statSync} from 'node:fs'

import {placeholders} from '../../scripts/record/scrub.mjs'
import {itEnding, recordedCall} from '@rde/process-runner/testing'
import {expect} from 'chai'

import type {Ended} from './rde-process.js'
import {CliHarness} from './cli-harness.js'

describe('rde cluster start', () => {
  let cli: CliHarness

  beforeEach(() => (cli = new CliHarness()))
  const it = itEnding(() => cli.assertFinished())
  afterEach(() => cli.remove())

  const start = (...args: string[]) => cli.rde('cluster', 'start', ...args)

  it('has nothing to do on a healthy cluster, and reports that', async () => {
    cli.playHealthy()
    expect((await start()).stdout).to.match(/^The cluster is running and healthy; nothing to change \(\d+\.\d s\)\.\n/)
  })

  it('starts the registry before the nodes of a stopped cluster', async () => {
    cli.knows().play('docker stopped.ps', 'docker start.start', 'k3d start.cluster-start').playReady('start')
    const {stderr} = await start('--skip', 'preflight')
    expect(stderr).to.match(/Cluster: done, registry started; started k3d-rde-test-acc-server-0, /)
  })

  it('adds a missing agent, and deletes the old node object', async () => {
    cli.knows().play('docker agent-missing.ps', 'k3d add-agent.node-create')
    cli.play('kubectl agent-missing.get', 'docker add-agent.ps', 'docker add-agent.inspect')
    cli.play('kubectl add-agent.delete').playReady('add-agent')
    expect((await start()).stderr).to.contain('done, added rde-test-acc-agent-0 (')
  })

  it('creates the registry again if its container is missing', async () => {
    cli.knows().play('docker registry-missing.ps', 'docker restore-registry.run').playReady('restore-registry')
    expect((await start('--skip', 'preflight')).exitCode).to.equal(0)
  })

  it('unpauses a paused node', async () => {
    cli.knows().play('docker paused.ps', 'docker unpause.unpause')
    cli.playReady('unpause')
    expect((await start()).stderr).to.contain('done, unpaused k3d-rde-test-acc-agent-1 (')
  })

  it('removes a half-created cluster and creates it again', async () => {
    cli.knows((config) => ({...config, kubeconfig: null})).write('create-under-way', '')
    cli.playScene('clear')
    const {exitCode, stderr} = await start('--skip', 'preflight', '--skip', 'nodes-ready')
    expect({exitCode, stderr}).to.deep.include({exitCode: 0})
    expect(stderr).to.contain('removing the rest of an interrupted create')
  })

  it('adopts a cluster whose config.json is lost, and destroys nothing', async () => {
    cli.play('docker running.ps', 'k3d create.kubeconfig-get').playReady()
    expect((await start()).exitCode).to.equal(0)
    expect(JSON.parse(cli.read('config.json')).kubeconfig.kind).to.equal('Config')
  })

  it('reports that a missing server cannot be repaired, and suggests delete', async () => {
    cli.knows().play('docker server-missing.ps')
    const {exitCode, stderr} = await start()
    expect(exitCode).to.equal(1)
    expect(stderr).to.match(/server node is gone[^]*rde cluster delete[^]*Nothing was changed\. RDE_NODE_GONE\n$/)
  })

  it("gives k3d's own last words when it fails for another reason", async () => {
    const failure = {exitCode: 1, stderr: 'FATA[0000] Schema Validation failed\n'}
    cli.tools.on('k3d', ['cluster', 'create', '--config', '-'], failure)
    for (let times = 0; times < 6; times += 1)
      for (const ask of [/^ps /, /^network ls/, /^volume ls/]) cli.tools.on('docker', ask)
    const {stderr} = await start('--only', 'config', '--only', 'cluster')
    cli.tools.forget()
    expect(stderr).to.match(
      /k3d could not create the cluster\.\n[^]*Schema Validation failed\n[^]*RDE_CREATE_FAILED\n$/,
    )
  })

  // nodes-ready.test.ts checks the message of the phase; here a slow machine may not get that far.
  it('gives up on an API server that never answers when the time is up: exit code 124', async () => {
    cli.knows()
    // On a slow machine the timeout may expire before the first call.
    cli.tools.always('docker', /^logs --tail 5 k3d-rde-test-acc-server-0$/, {stderr: 'last words of the server\n'})
    cli.tools.playAlways('docker api-silent.ps', 'kubectl api-silent.get', 'docker api-silent.inspect')
    const {exitCode, stderr} = await start('--only', 'nodes-ready', '--timeout', '2s')
    expect(exitCode).to.equal(124)
    expect(stderr).to.match(/\bRDE_(NODES_NOT_READY|DEADLINE)\n$/)
  })

  it('refuses an unknown phase, with exit code 2', async () => {
    const {exitCode, stderr} = await start('--only', 'clutser')
    expect(exitCode).to.equal(2)
    expect(stderr).to.match(/There is no phase called clutser; available phases: .*preflight[^]*RDE_PHASE_UNKNOWN\n$/)
  })

  it('refuses an invalid duration, with exit code 2', async () => {
    expect((await start('--timeout', 'soon')).exitCode).to.equal(2)
  })

  it('refuses a broken config.json with every problem, with exit code 2', async () => {
    cli.write('config.json', '{"version": 1, "cluster": {"agents": "two"}, "stak": {}}')
    const {exitCode, stderr} = await start()
    expect(exitCode).to.equal(2)
    expect(stderr).to.match(/2 problems[^]*agents[^]*stak[^]*RDE_CONFIG_INVALID\n$/)
  })

  it('lists all missing tools in one error, with exit code 3', async () => {
    cli.tools.uninstall('k3d', 'kubectl')
    cli.play('docker absent.ps')
    const {exitCode, stderr} = await start()
    expect(exitCode).to.equal(3)
    expect(stderr).to.match(/k3d is not installed[^]*kubectl is not installed/)
  })

  it('prints its error as JSON under --json, with the same exit code', async () => {
    cli.knows().play('docker server-missing.ps')
    const {exitCode, stdout} = await start('--json')
    expect({exitCode, code: JSON.parse(stdout).error.code}).to.deep.equal({exitCode: 1, code: 'RDE_NODE_GONE'})
  })

  it('prints no progress under --quiet', async () => {
    cli.playCreate()
    expect((await start('--quiet')).stderr).to.equal('')
  })

  describe('on a machine with little memory', () => {
    const littleMemory = () => {
      const info = JSON.parse(recordedCall('docker machine.info').stdout) as object
      cli.tools.always('docker', /^info /, {stdout: JSON.stringify({...info, MemTotal: 2 ** 30})})
    }
    const warning = /Docker has 1\.0 GiB of memory; 2 GiB are recommended/

    it('warns on stderr when a cluster is created', async () => {
      cli.playCreate()
      littleMemory()
      const {stdout, stderr} = await start()
      expect(stderr.match(warning)).to.have.length(1)
      expect(stdout).not.to.match(warning)
    })

    it('does not warn with --quiet', async () => {
      cli.playCreate()
      littleMemory()
      expect((await start('--quiet')).stderr).to.equal('')
    })

    it('does not warn once the cluster runs', async () => {
      cli.playHealthy()
      littleMemory()
      expect((await start()).stderr).not.to.match(warning)
    })
  })

  it('never asks Docker for the token of the cluster, which is one of its labels', async () => {
    cli.playHealthy()
    await start()
    const lists = cli.tools.calls.filter(({args}) => args[0] === 'ps').map(({args}) => args.join(' '))
    expect(lists.filter((line) => /\{\{json \.\}\}|\.Labels|token/.test(line))).to.deep.equal([])
  })
})

describe('rde cluster start without a cluster', () => {
  let cli: CliHarness
  let ended: Ended

  before(async () => {
    cli = new CliHarness()
    cli.playCreate()
    ended = await cli.rde('cluster', 'start')
    cli.assertFinished()
  })
  after(() => cli.remove())

  it('creates one, and prints what to do next', () => {
    expect(ended.exitCode).to.equal(0)
    expect(ended.stdout).to.match(
      /^The cluster is ready after \d+\.\d s \(longest chain: .*\)\.\n[^]*rde kubectl get nodes/,
    )
  })

  it('sets KUBECONFIG of k3d to a missing path in its own folder', () => {
    const calls = cli.tools.calls.filter(({tool, args}) => tool === 'k3d' && args[0] !== 'version')
    const given = calls.map(({env}) => env['KUBECONFIG'])
    expect(new Set(given)).to.deep.equal(new Set([`${cli.folder}/no-kubeconfig`]))
    expect(existsSync(`${cli.folder}/no-kubeconfig`)).to.equal(false)
  })

  it('removes environment variables that point the tools elsewhere', () => {
    const names = cli.tools.calls.flatMap(({env}) => Object.keys(env))
    expect(names.filter((name) => /^(KUBE(?!CONFIG$|CACHEDIR$)|HELM_|VAULT_)/.test(name))).to.deep.equal([])
  })

  it('saves the kubeconfig in config.json and in a separate file, readable only by the user', () => {
    expect(JSON.parse(cli.read('config.json')).kubeconfig.kind).to.equal('Config')
    expect(cli.read('kubeconfig.yaml')).to.contain(placeholders.key)
    const modes = ['config.json', 'kubeconfig.yaml'].map((name) => statSync(`${cli.folder}/${name}`).mode & 0o777)
    expect(modes).to.deep.equal([0o600, 0o600])
  })

  it('leaves no marker and no temporary folder', () => {
    const names = ['config.json', 'config.json.bak', 'config.schema.json', 'kubeconfig.yaml', 'values']
    expect(readdirSync(cli.folder).filter((name) => !names.includes(name))).to.deep.equal([])
  })

  it('prints each phase on its own line on stderr, without colour', () => {
    expect(ended.stderr).to.match(/^ +\d\.\d s {2}Cluster: creating 1 server and 2 agents$/m)
    expect(ended.stderr).not.to.contain('\u001B')
  })
})

describe('rde cluster start, when k3d fails', () => {
  let cli: CliHarness
  let ended: Ended
  const {kubeAPI} = JSON.parse(recordedCall('k3d create.cluster-create').stdin ?? '')
  const port = Number(kubeAPI.hostPort)

  before(async () => {
    cli = new CliHarness()
    cli.playScene('create-fails')
    ended = await cli.rde('cluster', 'start', '--skip', 'preflight')
    cli.assertFinished()
  })
  after(() => cli.remove())

  it('removes what was created, and suggests another port', () => {
    expect(ended.exitCode).to.equal(1)
    expect(ended.stderr).to.match(
      new RegExp(
        `Port ${port} on 127\\.0\\.0\\.1 is used by [^]*cluster\\.apiPort \\d+ && rde cluster start --skip preflight\n\nEverything that was created has been removed\\. RDE_PORT_TAKEN\\n$`,
      ),
    )
  })

  it('reports it once', () => {
    expect(ended.stderr.match(/RDE_PORT_TAKEN/g)).to.have.length(1)
  })

  it('leaves no marker', () => {
    expect(existsSync(`${cli.folder}/create-under-way`)).to.equal(false)
  })
})
