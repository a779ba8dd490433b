import {expect} from 'chai'

import {Changes} from './changes.js'

describe('Changes', () => {
  const {signal} = new AbortController()

  it('treats many saves in a row as one change', async () => {
    const storm = ['b.go', 'c.go']
    const changes = new Changes(async () => {
      const next = storm.shift()
      if (next !== undefined) changes.note(next)
    })
    changes.note('a.go')
    expect(await changes.next(signal)).to.deep.equal(['a.go', 'b.go', 'c.go'])
  })

  it('keeps later changes for the next call', async () => {
    const changes = new Changes(async () => {})
    changes.note('a.go')
    await changes.next(signal)
    changes.note('b.go')
    changes.note('b.go')
    expect(await changes.next(signal)).to.deep.equal(['b.go'])
  })

  it('waits if nothing has changed', async () => {
    const changes = new Changes(async () => {})
    const next = changes.next(signal)
    changes.note('late.go')
    expect(await next).to.deep.equal(['late.go'])
  })

  it('ends with the interruption', async () => {
    const controller = new AbortController()
    const next = new Changes().next(controller.signal).catch((error: unknown) => error)
    controller.abort(new Error('interrupted'))
    expect(await next).to.have.property('message', 'interrupted')
  })
})
