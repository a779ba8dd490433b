import {expect} from 'chai'

import {nearestCommand} from './nearest-command.js'

const ids = ['cluster', 'cluster:start', 'cluster:stop', 'cluster:status', 'kubectl', 'version', 'help']

describe('nearestCommand', () => {
  it('finds a command with two letters in the wrong order', () => {
    expect(nearestCommand('cluster:strat', ids)).to.equal('cluster:start')
  })

  it('finds a command whose topic was mistyped, though arguments follow', () => {
    expect(nearestCommand('clustre:start:foo', ids)).to.equal('cluster:start')
  })

  it('finds a topic', () => {
    expect(nearestCommand('clutser', ids)).to.equal('cluster')
  })

  it('suggests nothing that is unlike what was typed', () => {
    expect(nearestCommand('frobnicate', ids)).to.equal(undefined)
  })
})
