import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {cleanEnvironment, SystemProcessRunner} from '@rde/process-runner'
import {expect} from 'chai'

import {countScript, sweepScript} from './sweep-registry.js'

const [now, before, recorded] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string]

/** Runs the script on folders like those of a registry. */
describe('sweepRegistry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rde-sweep-'))
  const manifests = join(folder, 'repositories/library/operator/_manifests')
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, text, {mode: 0o755})
  }
  beforeEach(() => {
    for (const digest of [now, before, recorded]) {
      write(join(manifests, 'revisions/sha256', digest, 'link'), `sha256:${digest}`)
      write(join(manifests, 'tags/local/index/sha256', digest, 'link'), `sha256:${digest}`)
    }
    write(join(manifests, 'tags/local/current/link'), `sha256:${now}`)
    write(join(folder, 'bin/registry'), `#!/bin/sh\necho "$*" >>${folder}/calls\n`)
  })
  afterEach(() => rmSync(join(folder, 'calls'), {force: true}))
  after(() => rmSync(folder, {recursive: true}))

  const runner = new SystemProcessRunner({environment: cleanEnvironment(process.env)})
  const sweep = async (...keep: string[]) => sweepIf({atLeast: 1, quietFor: 0}, ...keep)
  const sweepIf = async ({atLeast, quietFor}: {atLeast: number; quietFor: number}, ...keep: string[]) => {
    const env = {PATH: `${join(folder, 'bin')}:${process.env['PATH']}`}
    const args = ['-c', sweepScript(join(folder, 'repositories')), 'sh', `${atLeast}`, `${quietFor}`, ...keep]
    return (await runner.capture({file: 'sh', args, env})).stdout.split('\n').filter(Boolean)
  }
  const has = (digest: string) => existsSync(join(manifests, 'revisions/sha256', digest))
  const collected = () => existsSync(join(folder, 'calls'))

  it('removes the previous content of a tag, and its layers', async () => {
    expect(await sweep(recorded)).to.deep.equal([before])
    expect([has(now), has(before), has(recorded), collected()]).to.deep.equal([true, false, true, true])
  })

  it('keeps the content of another tag', async () => {
    write(join(manifests, 'tags/1.2/current/link'), `sha256:${before}`)
    expect(await sweep(recorded)).to.deep.equal([])
    rmSync(join(manifests, 'tags/1.2'), {recursive: true})
  })

  it('removes no layers if nothing else was removed', async () => {
    await sweep(before, recorded)
    expect([has(before), collected()]).to.deep.equal([true, false])
  })

  it('removes nothing if there are fewer than the limit', async () => {
    expect(await sweepIf({atLeast: 2, quietFor: 0}, recorded)).to.deep.equal([])
    expect(await sweepIf({atLeast: 2, quietFor: 0})).to.have.members([before, recorded])
  })

  it('removes nothing while something else writes', async () => {
    expect(await sweepIf({atLeast: 1, quietFor: 60}, recorded)).to.deep.equal([])
    const past = new Date(Date.now() - 120_000)
    for (const name of readdirSync(folder, {recursive: true, encoding: 'utf8'}))
      utimesSync(join(folder, name), past, past)
    utimesSync(folder, past, past)
    expect(await sweepIf({atLeast: 1, quietFor: 60}, recorded)).to.deep.equal([before])
  })

  it('counts what it would remove, and removes nothing', async () => {
    const args = ['-c', countScript(join(folder, 'repositories')), 'sh', recorded]
    expect(Number((await runner.capture({file: 'sh', args})).stdout)).to.equal(1)
    expect([has(before), collected()]).to.deep.equal([true, false])
  })

  it('does nothing to an empty registry', async () => {
    const {stdout} = await runner.capture({
      file: 'sh',
      args: ['-c', sweepScript(join(folder, 'absent')), 'sh', '1', '0'],
    })
    expect(stdout).to.equal('')
  })
})
