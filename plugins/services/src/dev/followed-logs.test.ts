import {expect} from 'chai'

import {FollowedLogs} from './followed-logs.js'

describe('FollowedLogs', () => {
  let begun: Array<{fromNow: boolean; signal: AbortSignal}>
  let notes: string[]
  beforeEach(() => {
    begun = []
    notes = []
  })
  const logs = (failure?: Error) =>
    new FollowedLogs({
      follow: async (options) => {
        begun.push(options)
        if (failure) throw failure
      },
      note: (line) => void notes.push(line),
    })

  it('shows older pods from now on, and new pods from their start', () => {
    const followed = logs()
    followed.show({replaced: false})
    followed.show({replaced: true})
    expect(begun.map(({fromNow}) => fromNow)).to.deep.equal([true, false])
  })

  it('continues with pods that a round did not replace', () => {
    const followed = logs()
    followed.show({replaced: true})
    followed.show({replaced: false})
    expect(begun).to.have.length(1)
  })

  it('stops following replaced pods', () => {
    const followed = logs()
    followed.show({replaced: true})
    followed.show({replaced: true})
    expect(begun.map(({signal}) => signal.aborted)).to.deep.equal([true, false])
  })

  it('says why there is no log', async () => {
    logs(new Error('no pod uses x:local')).show({replaced: true})
    await Promise.resolve()
    expect(notes).to.deep.equal(['No log is shown until the next round: no pod uses x:local'])
  })

  it('reports no error of a log that it stopped following', async () => {
    const followed = logs(new Error('was ended'))
    followed.show({replaced: true})
    followed.end()
    await Promise.resolve()
    expect(notes).to.deep.equal([])
  })
})
