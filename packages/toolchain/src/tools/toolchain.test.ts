import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {recording} from '../testing/recording.js'
import {Toolchain} from './toolchain.js'
import type {ToolName} from './tools.js'

describe('Toolchain', () => {
  let root: string
  let runner: ScriptedProcessRunner
  const toolchain = (env: Record<string, string> = {}) =>
    new Toolchain({
      runner,
      env: {PATH: root, ...env},
      folder: join(root, 'tools'),
      versions: join(root, 'versions.json'),
      platform: 'darwin',
    })
  const installed = (...names: string[]) => {
    for (const name of names) {
      writeFileSync(join(root, name), 'binary')
      chmodSync(join(root, name), 0o755)
    }
  }
  const found = async (...names: ToolName[]) => (await toolchain().examine(names)).found
  const problems = async (names: ToolName[], env?: Record<string, string>) =>
    (await toolchain(env).examine(names)).problems

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rde-tools-'))
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => {
    rmSync(root, {recursive: true})
    runner.assertFinished()
  })

  it('returns the path and version of every tool', async () => {
    installed('k3d', 'helm')
    runner
      .on(/k3d version$/, recording('k3d-5.9.0/version.txt'))
      .on(/helm version --short$/, recording('helm-3.18/version.txt'))
    expect(await found('k3d', 'helm')).to.deep.equal({
      k3d: {path: join(root, 'k3d'), version: '5.9.0'},
      helm: {path: join(root, 'helm'), version: '3.18'},
    })
  })

  it('asks a tool for its version once', async () => {
    installed('k3d')
    runner.on(/k3d version$/, recording('k3d-5.9.0/version.txt'))
    await found('k3d')
    expect((await found('k3d')).k3d?.version).to.equal('5.9.0')
  })

  it('reports everything that is missing or too old, each with a remedy', async () => {
    installed('k3d')
    runner.on(/k3d version$/, 'k3d version v5.8.3\n')
    expect(await problems(['k3d', 'kubectl', 'helm'])).to.deep.equal([
      {
        name: 'k3d',
        what: `k3d 5.8.3 (${join(root, 'k3d')}) is too old.`,
        remedies: [{what: 'Update k3d, 5.9 or newer', command: 'brew install k3d'}],
      },
      {
        name: 'kubectl',
        what: 'kubectl is not installed.',
        remedies: [{what: 'Install kubectl, 1.28 or newer', command: 'brew install kubernetes-cli'}],
      },
      {
        name: 'helm',
        what: 'helm is not installed.',
        remedies: [{what: 'Install helm, 3.8 or newer', command: 'brew install helm'}],
      },
    ])
  })

  it('does not suggest installing a k3d that cannot reach Docker', async () => {
    installed('k3d')
    const stderr =
      'FATA[0000] failed to get runtime info: Failed to initialize: unable to resolve docker endpoint: open /x/ca.pem: no such file or directory'
    runner.on(/k3d version$/, {exitCode: 1, stderr})
    const [problem] = await problems(['k3d'])
    expect(problem).to.deep.include({name: 'k3d', silent: true, remedies: []})
  })

  it('accepts a relay that was built from source, without a real version', async () => {
    installed('relay')
    runner.on(/relay version$/, '(devel)\n')
    expect((await found('relay')).relay?.version).to.equal('(devel)')
  })

  it('names no version for a tool without a minimum', async () => {
    const [problem] = await problems(['relay'])
    expect(problem?.remedies.map(({what}) => what)).to.deep.equal(['Install relay'])
  })

  it('suggests only the default program instead of an unusable one in a variable', async () => {
    installed('true')
    runner.on(/true version --short$/, '').on(/true version$/, 'k3d version v5.0.0')
    const path = join(root, 'true')
    const found = await problems(['helm', 'k3d'], {RDE_HELM: path, RDE_K3D: path})
    expect(found.map(({remedies}) => remedies)).to.deep.equal([
      [{what: 'Use the default program', command: 'unset RDE_HELM'}],
      [{what: 'Use the default program', command: 'unset RDE_K3D'}],
    ])
  })

  it('keeps the remedy for a variable with an invalid path', async () => {
    const [problem] = await problems(['helm'], {RDE_HELM: '/nonexistent'})
    expect(problem?.remedies).to.deep.equal([{what: 'Use the default program', command: 'unset RDE_HELM'}])
  })
})
