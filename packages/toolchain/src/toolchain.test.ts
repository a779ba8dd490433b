import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import type {RdeError} from '@rde/errors'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {recording} from './testing/recording.js'
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
  const failure = (names: ToolName[], env?: Record<string, string>) =>
    toolchain(env)
      .require(names)
      .then(() => expect.fail('no error'))
      .catch((error: RdeError) => error)

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rde-tools-'))
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => {
    rmSync(root, {recursive: true})
    runner.assertFinished()
  })

  it('gives path and version of every tool', async () => {
    installed('k3d', 'helm')
    runner
      .on(/k3d version$/, recording('k3d-5.9.0/version.txt'))
      .on(/helm version --short$/, recording('helm-3.18/version.txt'))
    expect(await toolchain().require(['k3d', 'helm'])).to.deep.equal({
      k3d: {path: join(root, 'k3d'), version: '5.9.0'},
      helm: {path: join(root, 'helm'), version: '3.18'},
    })
  })

  it('asks a tool for its version once', async () => {
    installed('k3d')
    runner.on(/k3d version$/, recording('k3d-5.9.0/version.txt'))
    await toolchain().require(['k3d'])
    expect((await toolchain().require(['k3d'])).k3d.version).to.equal('5.9.0')
  })

  it('tells everything that is missing or too old in one error, with a remedy each', async () => {
    installed('k3d')
    runner.on(/k3d version$/, 'k3d version v5.8.3\n')
    const {message, code, oclif, remedies} = await failure(['k3d', 'kubectl', 'helm'])
    expect(message.split('\n')).to.deep.equal([
      '3 tools cannot be used:',
      `  k3d 5.8.3 (${join(root, 'k3d')}) is too old.`,
      '  kubectl is not installed.',
      '  helm is not installed.',
    ])
    expect({code, exit: oclif.exit}).to.deep.equal({code: 'RDE_TOOLS', exit: 3})
    expect(remedies).to.deep.equal([
      {what: 'Update k3d, 5.9 or newer', command: 'brew install k3d'},
      {what: 'Install kubectl, 1.28 or newer', command: 'brew install kubernetes-cli'},
      {what: 'Install helm, 3.8 or newer', command: 'brew install helm'},
    ])
  })

  it('takes a relay that was built from the source, whose version says nothing', async () => {
    installed('relay')
    runner.on(/relay version$/, '(devel)\n')
    expect((await toolchain().require(['relay'])).relay.version).to.equal('(devel)')
  })

  it('names no version for a tool of which each will do', async () => {
    expect((await failure(['relay'])).remedies.map(({what}) => what)).to.deep.equal(['Install relay'])
  })

  it('says of a single tool what is wrong, without a headline', async () => {
    expect((await failure(['helm'])).message).to.equal('helm is not installed.')
  })

  it('keeps the remedy of a variable that names no program', async () => {
    const {remedies} = await failure(['helm'], {RDE_HELM: '/nonexistent'})
    expect(remedies).to.deep.equal([{what: 'Use the usual program', command: 'unset RDE_HELM'}])
  })
})
