import {expect} from 'chai'

import {takenPort} from './start-failure.js'

describe('takenPort', () => {
  it('finds the port in the words of the engine', () => {
    expect(takenPort('Bind for 127.0.0.1:5111 failed: port is already allocated')).to.equal(5111)
  })

  it('finds the port in the words of the system', () => {
    expect(takenPort('listen tcp4 127.0.0.1:6111: bind: address already in use')).to.equal(6111)
  })

  it('finds none in other failures', () => {
    expect(takenPort('no such container')).to.equal(undefined)
  })
})
