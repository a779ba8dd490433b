import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {cleanEnvironment, SystemProcessRunner} from '@rde/process-runner'
import {expect} from 'chai'

import {runningScript} from './running-containers.js'

const runner = new SystemProcessRunner({environment: cleanEnvironment(process.env)})

/** The script itself, with the /proc of a node and what its ctr prints. */
describe('The script that finds running containers', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-running-'))
    program(
      'ctr',
      "printf 'TASK    PID    STATUS    \\nab12    71     RUNNING\\ncd34    72     STOPPED\\nef56    73     RUNNING\\n'",
    )
    sleepDoes('kill $PPID')
    runs('self', 5000)
    runs('71', 4950)
    runs('73', 4970)
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  const program = (name: string, line: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`, {mode: 0o755})
  /** As Linux writes it: a process that was started so many hundredths of a second after the machine. */
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

  it('prints one that has run for so long, at once', async () => {
    expect(await find('ab12')).to.deep.equal(['ab12'])
  })

  it('prints nothing of a container that has ended', async () => {
    expect(await find('cd34', '9999')).to.deep.equal([])
  })

  it('waits for as long as the youngest still has to run', async () => {
    sleepDoes(`[ "$1" = 0.20 ] || rm -r ${folder}/71 ${folder}/73`)
    expect(await find('ab12', 'ef56')).to.deep.equal(['ab12', 'ef56'])
  })

  it('prints nothing of a container that ended meanwhile', async () => {
    sleepDoes(`rm -r ${folder}/73`)
    expect(await find('ab12', 'ef56')).to.deep.equal(['ab12'])
  })

  it('does not take another process that got the number for the container', async () => {
    sleepDoes(`printf '73 (other) S 1 1 1 0 -1 4 1 0 1 0 5 3 0 0 20 0 4 0 4999 2\\n' >${folder}/73/stat`)
    expect(await find('ef56')).to.deep.equal([])
  })

  it('prints nothing of a process that has ended and is still in the table', async () => {
    runs('71', 4950, 'Z')
    expect(await find('ab12')).to.deep.equal([])
  })
})
