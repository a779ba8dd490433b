import {once} from 'node:events'

import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {interruptible, onInterruption} from './interruption.js'

describe('interruptible', () => {
  it('gives what the work gives', async () => {
    expect(await interruptible({}, async () => 7)).to.equal(7)
  })

  it('fails as the work fails', async () => {
    const error = await interruptible({}, () => Promise.reject(new Error('no'))).catch((thrown: Error) => thrown)
    expect(error).to.have.property('message', 'no')
  })

  it('names the flags that are not for going on', async () => {
    const options = {timeoutMs: 1, goOn: 'rde smoke', goOnWithout: ['restart']}
    const work = async (signal: AbortSignal) => {
      await once(signal, 'abort')
      throw new Error('was interrupted')
    }
    const error = await interruptible(options, work).catch((thrown: Error) => thrown)
    expect(error).to.have.nested.property('remedies[0].without').that.deep.equals(['restart'])
  })

  it('is an interruption once its time is up, whatever the work fails with then', async () => {
    const work = async (signal: AbortSignal) => {
      await once(signal, 'abort')
      throw new Error('was interrupted: docker stop')
    }
    const error = await interruptible({timeoutMs: 1, goOn: 'rde cluster stop'}, work).catch((thrown: Error) => thrown)
    expect(error).to.deep.include({code: 'RDE_DEADLINE', remedies: [{what: 'Go on', command: 'rde cluster stop'}]})
  })

  it('aborts the signal of the work when the work has ended', async () => {
    const signal = await interruptible({}, async (given) => given)
    expect(signal.aborted).to.equal(true)
  })

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('SIGINT')
    await interruptible({}, async () => undefined)
    expect(process.listenerCount('SIGINT')).to.equal(before)
  })
})

describe('onInterruption', () => {
  const listeners = () => process.listenerCount('SIGTERM')
  const aborted = (signal: AbortSignal) =>
    new Promise<RdeError>((resolve) => signal.addEventListener('abort', () => resolve(signal.reason as RdeError)))

  it('aborts at the first signal, with the exit code of that signal', async () => {
    const {signal, end} = onInterruption()
    const reason = aborted(signal)
    process.emit('SIGTERM', 'SIGTERM')
    end()
    expect((await reason).oclif.exit).to.equal(143)
  })

  it('says that it was heard, and how to quit at once', () => {
    const told: string[] = []
    const {end} = onInterruption({goOn: 'rde cluster start', tell: (line) => told.push(line)})
    process.emit('SIGINT', 'SIGINT')
    end()
    expect(told).to.deep.equal([
      'Interrupted. Stopping the running tools and cleaning up; press Ctrl-C again to quit at once.',
    ])
  })

  it('says nothing where there is nothing to tidy up', () => {
    const told: string[] = []
    const {end} = onInterruption({tell: (line) => told.push(line)})
    process.emit('SIGINT', 'SIGINT')
    end()
    expect(told).to.deep.equal([])
  })

  it('names the command that goes on', async () => {
    const {signal, end} = onInterruption({goOn: 'rde cluster start', tell() {}})
    const reason = aborted(signal)
    process.emit('SIGINT', 'SIGINT')
    end()
    expect((await reason).remedies).to.deep.equal([{what: 'Go on', command: 'rde cluster start'}])
  })

  it('aborts when the time is up, with exit code 124', async () => {
    const {signal, end} = onInterruption({timeoutMs: 5})
    const {code, oclif} = await aborted(signal)
    end()
    expect({code, exit: oclif.exit}).to.deep.equal({code: 'RDE_DEADLINE', exit: 124})
  })

  it('gives the signals back', () => {
    const before = listeners()
    onInterruption({timeoutMs: 60_000}).end()
    expect(listeners()).to.equal(before)
  })
})
