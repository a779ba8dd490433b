import {expect} from 'chai'

import {untilAborted} from './until-aborted.js'

describe('untilAborted', () => {
  it('resolves at once if the signal is already aborted', async () => {
    expect(await untilAborted(AbortSignal.abort())).to.equal(undefined)
  })

  it('resolves when it is aborted, and not before', async () => {
    const controller = new AbortController()
    const over = untilAborted(controller.signal).then(() => 'aborted')
    expect(await Promise.race([over, Promise.resolve('waits')])).to.equal('waits')
    controller.abort()
    expect(await over).to.equal('aborted')
  })
})
