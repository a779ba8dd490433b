import {placeholders} from '../../scripts/record/scrub.mjs'
import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {CliHarness} from './cli-harness.js'

describe('rde cluster status', () => {
  let cli: CliHarness

  beforeEach(() => (cli = new CliHarness().knows()))
  const it = itEnding(() => cli.assertFinished())
  afterEach(() => cli.remove())

  const verdict = async () => {
    const {exitCode, stdout} = await cli.rde('cluster', 'status', '--json')
    const {verdict, problems, repair} = JSON.parse(stdout)
    return {exitCode, verdict, problems, repair}
  }

  it('is healthy, exit code 0, when all parts are', async () => {
    cli.play('docker running.ps', 'docker running.inspect', 'kubectl running.get')
    expect(await verdict()).to.deep.equal({exitCode: 0, verdict: 'healthy', problems: [], repair: undefined})
  })

  it('is degraded, exit code 1, when an agent is missing', async () => {
    cli.play('docker agent-missing.ps', 'docker agent-missing.inspect')
    cli.play('kubectl agent-missing.get')
    const {problems, ...rest} = await verdict()
    expect(rest).to.deep.equal({exitCode: 1, verdict: 'degraded', repair: 'rde cluster start'})
    expect(problems[0]).to.equal('1 of 2 agents is missing')
  })

  it('is degraded when an agent is paused', async () => {
    cli.play('docker paused.ps', 'docker paused.inspect', 'kubectl paused.get')
    expect((await verdict()).problems).to.deep.equal(['k3d-rde-test-acc-agent-1 is paused'])
  })

  it('is degraded when the API server does not answer', async () => {
    cli.play('docker api-silent.ps', 'kubectl api-silent.get', 'docker running.inspect')
    const problems = ['k3d-rde-test-acc-serverlb has stopped', 'the API server does not answer']
    expect((await verdict()).problems).to.deep.equal(problems)
    // The containers are inspected at the same time, or not at all.
    cli.tools.forget()
  })

  it('is degraded when the registry is missing', async () => {
    cli.play('docker registry-missing.ps', 'docker registry-missing.inspect')
    cli.play('kubectl registry-missing.get')
    expect((await verdict()).problems).to.deep.equal(['its registry is gone'])
  })

  it('is degraded, and suggests delete, when the server is missing', async () => {
    cli.play('docker server-missing.ps')
    expect(await verdict()).to.deep.include({exitCode: 1, repair: 'rde cluster delete'})
  })

  it('is degraded after an interrupted create', async () => {
    cli.write('create-under-way', '')
    cli.play('docker half-made.ps')
    expect((await verdict()).problems).to.deep.equal(['its creation was interrupted'])
  })

  it('is stopped, exit code 4', async () => {
    cli.play('docker stopped.ps')
    expect(await verdict()).to.deep.include({exitCode: 4, verdict: 'stopped', repair: 'rde cluster start'})
  })

  it('is absent, exit code 4', async () => {
    cli.play('docker absent.ps')
    expect(await verdict()).to.deep.include({exitCode: 4, verdict: 'absent', repair: 'rde cluster start'})
  })

  it('is unknown, exit code 3, when Docker does not answer: never absent', async () => {
    cli.play('docker no-docker.ps')
    expect(await verdict()).to.deep.include({exitCode: 3, verdict: 'unknown'})
  })

  it('reports a broken config.json, and still the cluster', async () => {
    cli.write('config.json', '{')
    cli.play('docker stopped.ps')
    const {exitCode, stdout} = await cli.rde('cluster', 'status')
    expect(exitCode).to.equal(4)
    expect(stdout).to.match(
      /^rde-test-acc {2}stopped\. Start it: rde cluster start\n[^]*^config\.json +\S+config\.json has/m,
    )
  })

  it('prints a page, the verdict first', async () => {
    cli.play('docker running.ps', 'docker running.inspect', 'kubectl running.get')
    const {stdout} = await cli.rde('cluster', 'status')
    expect(stdout.replace(/^Disk.*\n/m, '')).to.equal(
      `rde-test-acc  healthy

Profile      bare
Nodes        3 of 3 ready, Kubernetes v1.33.4+k3s1
             ✔ k3d-rde-test-acc-server-0  server, ready
             ✔ k3d-rde-test-acc-agent-0  agent, ready
             ✔ k3d-rde-test-acc-agent-1  agent, ready
             ✔ k3d-rde-test-acc-serverlb  loadbalancer, running
Addresses    Kubernetes API https://127.0.0.1:23645, ingress http://localhost:23647
Registry     127.0.0.1:23646, running
`,
    )
  })

  it('prints no token of the kubeconfig, even if a failing tool prints it', async () => {
    cli.tools.on('docker', /^ps /, {stdout: placeholders.token, exitCode: 1})
    const {stdout, stderr} = await cli.rde('cluster', 'status', '--verbose')
    expect(`${stdout}${stderr}`).not.to.contain(placeholders.token)
  })
})
