import {expect} from 'chai'

import {startProcess, type StartedProcess} from './start-process.js'

const env = {PATH: process.env['PATH'] ?? ''}

async function shell(script: string): Promise<{lines: string[]; started: StartedProcess}> {
  const lines: string[] = []
  const started = await startProcess({file: '/bin/sh', args: ['-c', script], env, onLine: (line) => lines.push(line)})
  return {lines, started}
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('startProcess', () => {
  it('passes on the lines of both outputs and the exit code', async () => {
    const {lines, started} = await shell('echo out; echo err >&2; exit 3')
    expect(await started.ended).to.deep.equal({exitCode: 3})
    expect(lines).to.have.members(['out', 'err'])
  })

  it('gives the program exactly the requested environment', async () => {
    const {lines, started} = await shell('env')
    await started.ended
    expect(lines.filter((line) => !/^(PWD|SHLVL|_|OLDPWD)=/.test(line))).to.deep.equal([`PATH=${env.PATH}`])
  })

  it('rejects if the program does not exist', async () => {
    const failure = await startProcess({file: '/no/such', args: [], env, onLine: () => {}}).catch(
      (error: Error) => error,
    )
    expect(String(failure)).to.contain('did not start (there is no such program): /no/such')
  })

  it('names the signal that killed it', async () => {
    const {started} = await shell('kill -9 $$')
    expect(await started.ended).to.deep.equal({signal: 'SIGKILL'})
  })

  it('kills children that the program leaves running, and does not wait for them', async () => {
    const {lines, started} = await shell('sleep 60 & echo $!')
    await started.ended
    await until(() => !isAlive(Number(lines[0])))
  })

  it('stops the children too', async () => {
    const {lines, started} = await shell('sleep 60 & echo $!; wait')
    await until(() => lines.length > 0)
    await started.stop()
    await until(() => !isAlive(Number(lines[0])))
    expect(await started.ended).to.deep.equal({signal: 'SIGTERM'})
  })

  it('kills one that ignores the termination signal', async () => {
    const {lines, started} = await shell("trap '' TERM; echo ready; while :; do sleep 0.05; done")
    await until(() => lines.length > 0)
    await started.stop(100)
    expect(await started.ended).to.deep.equal({signal: 'SIGKILL'})
  })

  it('uses little memory for a line of 100 MiB', async () => {
    const {lines, started} = await shell("head -c 104857600 /dev/zero | tr '\\0' x; echo; echo after")
    const before = process.memoryUsage.rss()
    await started.ended
    expect(lines[0]).to.contain('… (104792064 more characters in this line)')
    expect(lines[1]).to.equal('after')
    expect(process.memoryUsage.rss() - before).to.be.lessThan(60_000_000)
  })

  it('ends with its program, even if a child outside its group keeps the pipes open', async () => {
    const lines: string[] = []
    const env = {PATH: process.env['PATH'] ?? ''}
    const args = ['-c', 'setsid sleep 30 & echo $!; printf last']
    const {ended} = await startProcess({file: 'sh', args, env, onLine: (line) => lines.push(line)})
    expect(await ended).to.deep.equal({exitCode: 0})
    expect(lines.at(-1)).to.equal('last')
    process.kill(Number(lines[0]), 'SIGKILL')
  })
})
