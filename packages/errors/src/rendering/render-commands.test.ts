import {expect} from 'chai'

import {renderCommands} from './render-commands.js'

describe('renderCommands', () => {
  afterEach(() => {
    delete process.env['RDE_TYPED_AS']
    delete process.env['RDE_CLUSTER']
  })

  it('aligns the purposes after the longest command, as the user types it', () => {
    Object.assign(process.env, {RDE_TYPED_AS: './rde', RDE_CLUSTER: 'team'})
    expect(
      renderCommands([
        ['rde cluster start', 'start it'],
        ['rde help', 'all commands'],
      ]),
    ).to.equal('  ./rde cluster start --cluster team   start it\n  ./rde help                           all commands')
  })
})
