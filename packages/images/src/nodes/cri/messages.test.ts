import {expect} from 'chai'

import {recordedCalls} from '../../testing/recorded-runtime.js'
import {imageRequest, readRepoDigests} from './messages.js'

const message = Buffer.from(recordedCalls.held.answer, 'base64').subarray(5)

describe('The messages of the runtime interface', () => {
  it('give lengths of more than 127 in two bytes', () => {
    const name = 'x'.repeat(200)
    const lengths = [0x0a, 0xcb, 0x01, 0x0a, 0xc8, 0x01]
    expect(imageRequest(name)).to.deep.equal(Buffer.concat([Buffer.from(lengths), Buffer.from(name)]))
  })

  it('may have other fields of any type', () => {
    const others = Buffer.from([0x48, 0x96, 0x01, 0x51, ...new Array<number>(8).fill(1), 0x5d, 1, 2, 3, 4, 0x62, 1, 7])
    expect(readRepoDigests(Buffer.concat([others, message]))).to.deep.equal(readRepoDigests(message))
  })

  it('are refused if they are truncated anywhere', () => {
    for (let length = 1; length < message.length; length += 1)
      expect(() => readRepoDigests(message.subarray(0, length)), String(length)).to.throw(RangeError)
  })

  it('are refused with a field of an obsolete type', () => {
    expect(() => readRepoDigests(Buffer.from([0x0b]))).to.throw('of kind 3')
  })
})
