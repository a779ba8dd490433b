import {once} from 'node:events'

import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {interruptible, onInterruption} from './interruption.js'

describe('interruptible', () => {
  it('returns what the work returns', async () => {
    expect(await interruptible({}, async () => 7)).to.equal(7)
  })

  it('rejects with the error of the work', async () => {
    const error = await interruptible({}, () => Promise.reject(new Error('no'))).catch((thrown: Error) => thrown)
    expect(error).to.have.property('message', 'no')
  })

  it('names the flags to leave out of the command that continues', async () => {
    const options = {timeoutMs: 1, resumeCommand: 'rde smoke', resumeWithout: ['restart']}
    const work = async (signal: AbortSignal) => {
      await once(signal, 'abort')
      throw new Error('was interrupted')
    }
    const error = await interruptible(options, work).catch((thrown: Error) => thrown)
    expect(error).to.have.nested.property('remedies[0].without').that.deep.equals(['restart'])
  })

  it('reports a timeout once its time is up, whatever error the work fails with', async () => {
    const work = async (signal: AbortSignal) => {
      await once(signal, 'abort')
      throw new Error('was interrupted: docker stop')
    }
    const error = await interruptible({timeoutMs: 1, resumeCommand: 'rde cluster stop'}, work).catch(
      (thrown: Error) => thrown,
    )
    expect(error).to.deep.include({code: 'RDE_DEADLINE', remedies: [{what: 'Continue', command: 'rde cluster stop'}]})
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

  it('confirms the interruption and prints how to quit at once', () => {
    const printed: string[] = []
    const {end} = onInterruption({resumeCommand: 'rde cluster start', print: (line) => printed.push(line)})
    process.emit('SIGINT', 'SIGINT')
    end()
    expect(printed).to.deep.equal([
      'Interrupted. Stopping the running tools and cleaning up; press Ctrl-C again to quit at once.',
    ])
  })

  it('prints nothing if there is nothing to clean up', () => {
    const printed: string[] = []
    const {end} = onInterruption({print: (line) => printed.push(line)})
    process.emit('SIGINT', 'SIGINT')
    end()
    expect(printed).to.deep.equal([])
  })

  it('names the command that continues', async () => {
    const {signal, end} = onInterruption({resumeCommand: 'rde cluster start', print() {}})
    const reason = aborted(signal)
    process.emit('SIGINT', 'SIGINT')
    end()
    expect((await reason).remedies).to.deep.equal([{what: 'Continue', command: 'rde cluster start'}])
  })

  it('aborts when the time is up, with exit code 124', async () => {
    const {signal, end} = onInterruption({timeoutMs: 5})
    const {code, oclif} = await aborted(signal)
    end()
    expect({code, exit: oclif.exit}).to.deep.equal({code: 'RDE_DEADLINE', exit: 124})
  })

  it('restores the signal handlers', () => {
    const before = listeners()
    onInterruption({timeoutMs: 60_000}).end()
    expect(listeners()).to.equal(before)
  })
})
