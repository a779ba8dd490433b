import {expect} from 'chai'

import {limitFrames} from './limit-frames.js'

describe('limitFrames', () => {
  let frames: number
  let callbacks: Array<() => void>
  let ask: () => void
  const passFrame = () => callbacks.splice(0).forEach((callback) => callback())

  beforeEach(() => {
    frames = 0
    callbacks = []
    ask = limitFrames(
      () => (frames += 1),
      (callback) => callbacks.push(callback),
    )
  })

  it('draws the first frame at once', () => {
    ask()
    expect(frames).to.equal(1)
  })

  it('draws one frame for all requests meanwhile', () => {
    for (let count = 0; count < 10_000; count++) ask()
    passFrame()
    expect(frames).to.equal(2)
  })

  it('draws no frame without a request', () => {
    ask()
    passFrame()
    passFrame()
    expect(frames).to.equal(1)
  })

  it('draws at once again after a pause', () => {
    ask()
    passFrame()
    ask()
    expect(frames).to.equal(2)
  })
})
