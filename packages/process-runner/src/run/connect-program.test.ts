import {once} from 'node:events'
import {text} from 'node:stream/consumers'

import {expect} from 'chai'

import {SystemProcessRunner, type RunnerOptions} from './system-process-runner.js'

describe('A connected program', () => {
  let started: number[]
  let ended: number[]
  let children: NonNullable<RunnerOptions['children']>
  const connect = (script: string, options: Partial<RunnerOptions> = {}) =>
    new SystemProcessRunner({environment: {PATH: process.env['PATH']!}, children, ...options}).connect({
      file: process.execPath,
      args: ['-e', script],
    })
  beforeEach(() => {
    // New ones for each test: a program of the previous test may still be ending.
    const [begun, over]: [number[], number[]] = [[], []]
    started = begun
    ended = over
    children = {started: (pid) => begun.push(pid), ended: (pid) => over.push(pid)}
  })

  it('reads from the stream and writes its output to it', async () => {
    const stream = connect("process.stdin.on('data', (part) => process.stdout.write(`got ${part}`))")
    stream.end('this')
    expect(await text(stream)).to.equal('got this')
  })

  it('keeps its output readable after its end', async () => {
    const stream = connect("process.stdout.write('x'.repeat(30_000))")
    await until(() => ended.length === 1)
    expect(await text(stream)).to.have.length(30_000)
  })

  it('ends when the stream is closed', async () => {
    const stream = connect('setInterval(() => {}, 1_000); console.log(1)')
    await once(stream, 'data')
    stream.destroy()
    await until(() => ended.length === 1)
    expect(ended).to.deep.equal(started)
  })

  it('ends when its signal is aborted, and the stream with it', async () => {
    const controller = new AbortController()
    const stream = connect('setInterval(() => {}, 1_000); console.log(1)', {signal: controller.signal})
    await once(stream, 'data')
    controller.abort()
    await until(() => stream.destroyed)
    expect(ended).to.deep.equal(started)
  })

  it('destroys the stream with an error if it does not start', async () => {
    const stream = new SystemProcessRunner({environment: {}}).connect({file: '/nowhere/socat', args: []})
    const [error] = (await once(stream, 'error').catch((reason: unknown) => [reason])) as [NodeJS.ErrnoException]
    expect(error.code).to.equal('ENOENT')
  })
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}
