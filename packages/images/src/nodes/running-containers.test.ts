import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {cleanEnvironment, SystemProcessRunner} from '@rde/process-runner'
import {expect} from 'chai'

import {runningScript} from './running-containers.js'

const runner = new SystemProcessRunner({environment: cleanEnvironment(process.env)})

/** The script, with a fake /proc and a fake ctr. */
describe('The script that finds running containers', () => {
  const listing =
    "printf 'TASK    PID    STATUS    \\nab12    71     RUNNING\\ncd34    72     STOPPED\\nef56    73     RUNNING\\n'"
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-running-'))
    program('ctr', listing)
    sleepDoes('kill $PPID')
    runs('self', 5000)
    runs('71', 4950)
    runs('73', 4970)
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  const program = (name: string, line: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`, {mode: 0o755})
  /** The stat file of a process that was started this many hundredths of a second after boot. */
  const runs = (pid: string, start: number, state = 'S') => {
    mkdirSync(join(folder, pid), {recursive: true})
    const fields = `${state} 42 72 42 0 -1 4194560 1005 0 12 0 5 3 0 0 20 0 4 0 ${start} 2084864 256 1 2 3`
    writeFileSync(join(folder, pid, 'stat'), `72 (my (main) app) ${fields}\n`)
  }
  const find = async (...ids: string[]) => {
    const env = {PATH: `${folder}:${process.env['PATH']}`}
    const {stdout} = await runner.capture({file: 'sh', args: ['-c', runningScript(folder), 'sh', '50', ...ids], env})
    return stdout.split('\n').filter(Boolean)
  }
  const sleepDoes = (line: string) => program('sleep', line)

  it('immediately prints one that has run long enough', async () => {
    expect(await find('ab12')).to.deep.equal(['ab12'])
  })

  it('does not print a container that has ended', async () => {
    expect(await find('cd34', '9999')).to.deep.equal([])
  })

  it('waits until the youngest has run long enough', async () => {
    sleepDoes(`[ "$1" = 0.20 ] || rm -r ${folder}/71 ${folder}/73`)
    expect(await find('ab12', 'ef56')).to.deep.equal(['ab12', 'ef56'])
  })

  it('counts the time that ctr takes as part of the wait', async () => {
    program('ctr', `sed -i 's/ 5000 / 5012 /' ${folder}/self/stat; ${listing}`)
    sleepDoes(`[ "$1" = 0.08 ] || rm -r ${folder}/73`)
    expect(await find('ef56')).to.deep.equal(['ef56'])
  })

  it('does not print a container that ended meanwhile', async () => {
    sleepDoes(`rm -r ${folder}/73`)
    expect(await find('ab12', 'ef56')).to.deep.equal(['ab12'])
  })

  it('does not mistake another process with the same pid for the container', async () => {
    sleepDoes(`printf '73 (other) S 1 1 1 0 -1 4 1 0 1 0 5 3 0 0 20 0 4 0 4999 2\\n' >${folder}/73/stat`)
    expect(await find('ef56')).to.deep.equal([])
  })

  it('does not print a zombie process', async () => {
    runs('71', 4950, 'Z')
    expect(await find('ab12')).to.deep.equal([])
  })
})
