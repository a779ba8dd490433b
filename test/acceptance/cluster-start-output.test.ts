import {existsSync} from 'node:fs'
import {userInfo} from 'node:os'

import {placeholders} from '../../scripts/record/scrub.mjs'
import {commandLine} from '@rde/process-runner/masking/command-line'
import {recordedCall} from '@rde/process-runner/testing'
import {expect} from 'chai'

import type {Ended} from './rde-process.js'
import {CliHarness} from './cli-harness.js'

const absent = ['docker absent.ps', 'docker absent.network-ls', 'docker absent.volume-ls']

describe('rde cluster start --dry-run', () => {
  let cli: CliHarness
  let ended: Ended

  before(async () => {
    cli = new CliHarness()
    cli.play(...absent)
    ended = await cli.rde('cluster', 'start', '--dry-run', '--skip', 'preflight')
    cli.assertFinished()
  })
  after(() => cli.remove())

  it('writes no file', () => {
    expect(existsSync(cli.folder)).to.equal(false)
  })

  it('prints command lines that can be pasted', () => {
    expect(ended.stdout).to.match(
      /^# cluster \(after config\)\nKUBECONFIG=\S+ .*k3d cluster create --config - <<'END'\n\{$/m,
    )
  })

  it('prints a document that k3d accepts', () => {
    const document = /<<'END'\n([^]*?)\nEND\n/.exec(ended.stdout)?.[1] ?? ''
    const recorded = JSON.parse(recordedCall('k3d create.cluster-create').stdin ?? '')
    recorded.options.runtime.labels[0].label = `rde.relay.sh/owner=${encodeURI(userInfo().username)} ${cli.folder}`
    expect(JSON.parse(document)).to.deep.equal(recorded)
  })
})

describe('rde cluster start --json', () => {
  let cli: CliHarness
  let ended: Ended

  before(async () => {
    cli = new CliHarness()
    cli.playCreate()
    ended = await cli.rde('cluster', 'start', '--json')
    cli.assertFinished()
  })
  after(() => cli.remove())

  it('prints one document on stdout', () => {
    const {changed, phases} = JSON.parse(ended.stdout)
    expect({changed, ids: phases.map(({id}: {id: string}) => id)}).to.deep.equal({
      changed: true,
      ids: ['preflight', 'config', 'cluster', 'nodes-ready'],
    })
  })

  it("names the engine's version, which can be another than its client's", () => {
    const {version} = JSON.parse(recordedCall('docker machine.info').stdout).ServerVersion.match(
      /^(?<version>[\d.]+)/,
    ).groups
    expect(JSON.parse(ended.stdout).phases[0].detail).to.match(new RegExp(`^Docker ${version}`))
  })

  it('prints one event per line on stderr', () => {
    const events = ended.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event)
    expect(new Set(events)).to.deep.equal(new Set(['phase-started', 'phase-progress', 'phase-ended']))
  })
})

describe('rde cluster start --verbose', () => {
  let cli: CliHarness
  let ended: Ended

  before(async () => {
    cli = new CliHarness()
    cli.playCreate()
    ended = await cli.rde('cluster', 'start', '--verbose')
    cli.assertFinished()
  })
  after(() => cli.remove())

  it('prints every command line that rde runs', () => {
    const lines = ended.stderr.split('\n').filter((line) => line.startsWith('$ '))
    // One line per call. A line without a recorded call belongs to a tool that was killed before recording it.
    const notPrinted = cli.tools.calls.filter(({tool, args}) => {
      const found = lines.findIndex((line) => line.includes(commandLine({file: cli.tools.path(tool), args})))
      return found === -1 || lines.splice(found, 1).length === 0
    })
    expect(notPrinted).to.deep.equal([])
    expect(lines.length, lines.join('\n')).to.be.at.most(1)
  })

  it('prints neither tokens nor keys', () => {
    const text = ended.stdout + ended.stderr
    expect(Object.values(placeholders).filter((secret) => text.includes(secret))).to.deep.equal([])
  })
})
