import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {DataDirectory} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {expect} from 'chai'

import type {Session} from './session.js'
import {readVersions} from './versions.js'

describe('readVersions', () => {
  let folder: string
  let runner: ScriptedProcessRunner
  const {PATH} = process.env

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-versions-'))
    runner = new ScriptedProcessRunner()
    process.env['PATH'] = folder
  })
  afterEach(() => {
    process.env['PATH'] = PATH
    rmSync(folder, {recursive: true})
    runner.assertFinished()
  })

  const installed = (...names: string[]) => {
    for (const name of names) {
      writeFileSync(join(folder, name), '#!/bin/sh')
      chmodSync(join(folder, name), 0o755)
    }
  }
  const read = () => {
    const data = DataDirectory.fromEnvironment({HOME: folder})
    const session = {data, runner: () => runner} as Pick<Session, 'data'> & {runner: unknown} as Session
    return readVersions(session, {root: join(folder, 'dist'), rde: '1.0.0', platform: 'linux-x64'})
  }

  it('waits a few seconds for a tool that hangs, and names it', async () => {
    installed('kubectl', 'helm')
    runner.on(/kubectl version/, {failure: 'timed-out'}).on(/helm version/, 'v3.18.0')
    const {tools, problems} = await read()
    expect(runner.requests.map(({timeoutMs}) => timeoutMs)).to.deep.equal([5_000, 5_000])
    expect([tools.kubectl, tools.helm]).to.deep.equal([null, '3.18.0'])
    expect(problems).to.deep.equal({kubectl: `kubectl (${folder}/kubectl) did not print its version within 5 s.`})
  })

  it('distinguishes a tool that is too old from one that is missing', async () => {
    installed('helm')
    runner.on(/helm version/, 'v2.1.0')
    expect((await read()).problems).to.deep.equal({helm: `helm 2.1.0 (${folder}/helm) is too old.`})
  })
})
