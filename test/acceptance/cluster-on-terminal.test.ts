import {existsSync} from 'node:fs'

import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {hasTerminal, type TerminalOptions} from './on-terminal.js'
import {screen} from './screen.js'
import {CliHarness} from './cli-harness.js'

/** Times differ from run to run. */
const timeless = (lines: readonly string[]) =>
  lines.map((line) =>
    line
      .replace(/port \d+/, 'port PORT')
      .replace(/\d+\.\d s/g, 'N s')
      .replace(/ +N s$/, ' … N s'),
  )

describe('rde on a terminal', function () {
  let cli: CliHarness

  before(function () {
    if (!hasTerminal) this.skip()
  })
  beforeEach(() => (cli = new CliHarness()))
  const it = itEnding(() => cli.assertFinished())
  afterEach(() => cli.remove())

  const run = (args: readonly string[], more: TerminalOptions = {}) => cli.onTerminal(args, more)

  it('ends a start with one row per phase, then the answer', () => {
    cli.playCreate()
    const {exitCode, output} = run(['cluster', 'start'])
    const lines = timeless(screen(output))
    expect(exitCode).to.equal(0)
    expect(lines.slice(0, 6)).to.deep.equal([
      '✔ Machine        Docker 20.10.24 (client 28.2.2), k3d 5.9.0, kubectl… … N s',
      '✔ Configuration  ~/.local/share/rde/clusters/rde-test-acc/config.json … N s',
      '✔ Cluster        created: 1 server, 2 agents, registry on port PORT … N s',
      '✔ Nodes          3 ready, Kubernetes v1.33.4+k3s1 … N s',
      '',
      'The cluster is ready after N s (longest chain: preflight → config → cluster → nodes-ready).',
    ])
  })

  it('writes no row that is wider than the terminal', () => {
    cli.playCreate()
    const {output} = run(['cluster', 'start'], {env: {COLUMNS: '44'}})
    const rows = screen(output).slice(0, 4)
    expect(rows.filter((row) => row.length > 43)).to.deep.equal([])
  })

  it('shows the failed phase and the skipped ones, and the error once below them', () => {
    cli.knows().play('docker server-missing.ps')
    const {exitCode, output} = run(['cluster', 'start'])
    const lines = timeless(screen(output))
    expect(exitCode).to.equal(1)
    expect(lines.slice(2, 7)).to.deep.equal([
      "✖ Cluster        The cluster's server node is gone: its container wa… … N s",
      '– Nodes          not done',
      '',
      "The cluster's server node is gone: its container was removed, and k3d cannot make another for a cluster that exists.",
      '',
    ])
    expect(lines.join('\n').match(/RDE_NODE_GONE/g)).to.have.length(1)
  })

  it('draws no list when it is refused at once', () => {
    const {output} = run(['cluster', 'start', '--only', 'nothing'])
    expect(screen(output)[0]).to.match(/^There is no phase called nothing/)
  })

  it('confirms Ctrl-C, and exits with 130', () => {
    cli.knows().play('docker stopped.ps', 'docker start.start')
    cli.tools.on('k3d', /^cluster start/, {until: {SIGTERM: 1, SIGINT: 1}, stdout: ''})
    const args = ['cluster', 'start', '--only', 'cluster']
    const {exitCode, output} = run(args, {waitFor: 'starting k3d', type: '\\x03'})
    // Ctrl-C may arrive before k3d is called.
    cli.tools.forget()
    expect(exitCode).to.equal(130)
    expect(timeless(screen(output).slice(0, 4))).to.deep.equal([
      '– Cluster  not done … N s',
      '',
      'Interrupted. Stopping the running tools and cleaning up; press Ctrl-C again to quit at once.',
      'Interrupted.',
    ])
  })

  it('writes no colour under NO_COLOR', () => {
    cli.playHealthy()
    expect(run(['cluster', 'start'], {env: {NO_COLOR: '1'}}).output).not.to.match(/\[[0-9;]*m/)
  })

  it('redraws nothing on a dumb terminal', () => {
    cli.playHealthy()
    expect(run(['cluster', 'start'], {env: {TERM: 'dumb'}}).output).not.to.contain('\u001B')
  })

  it('redraws nothing in CI', () => {
    cli.playHealthy()
    expect(run(['cluster', 'start'], {env: {CI: 'true'}}).output).not.to.contain('\u001B')
  })

  it('asks before it deletes, and treats anything but yes as no', () => {
    cli.knows().play('docker running.ps')
    const {exitCode, output} = run(['cluster', 'delete'], {waitFor: '[y/N]', type: '\\n'})
    expect({exitCode, there: existsSync(cli.folder)}).to.deep.equal({exitCode: 1, there: true})
    expect(output).to.contain('Delete the cluster rde-test-acc with everything in it? [y/N]')
  })

  it('deletes after a yes', () => {
    cli.knows().play('docker running.ps').playScene('delete')
    const {exitCode} = run(['cluster', 'delete'], {waitFor: '[y/N]', type: 'y\\n'})
    expect({exitCode, there: existsSync(cli.folder)}).to.deep.equal({exitCode: 0, there: false})
  })
})
