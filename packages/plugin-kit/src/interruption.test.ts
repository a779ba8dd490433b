import {once} from 'node:events'

import {expect} from 'chai'

import {interruptible} from './interruption.js'

describe('interruptible', () => {
  it('gives what the work gives', async () => {
    expect(await interruptible({}, async () => 7)).to.equal(7)
  })

  it('fails as the work fails', async () => {
    const error = await interruptible({}, () => Promise.reject(new Error('no'))).catch((thrown: Error) => thrown)
    expect(error).to.have.property('message', 'no')
  })

  it('is an interruption once its time is up, whatever the work fails with then', async () => {
    const work = async (signal: AbortSignal) => {
      await once(signal, 'abort')
      throw new Error('was interrupted: docker stop')
    }
    const error = await interruptible({timeoutMs: 1, goOn: 'rde cluster stop'}, work).catch((thrown: Error) => thrown)
    expect(error).to.deep.include({code: 'RDE_DEADLINE', remedies: [{what: 'Go on', command: 'rde cluster stop'}]})
  })

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('SIGINT')
    await interruptible({}, async () => undefined)
    expect(process.listenerCount('SIGINT')).to.equal(before)
  })
})
