import {expect} from 'chai'

import {renderCommands} from './render-commands.js'

describe('renderCommands', () => {
  afterEach(() => {
    delete process.env['RDE_TYPED_AS']
    delete process.env['RDE_CLUSTER']
  })

  it('puts what a command is for behind the longest one, as it is to be typed', () => {
    Object.assign(process.env, {RDE_TYPED_AS: './rde', RDE_CLUSTER: 'team'})
    expect(
      renderCommands([
        ['rde cluster start', 'start it'],
        ['rde help', 'all commands'],
      ]),
    ).to.equal('  ./rde cluster start --cluster team   start it\n  ./rde help                           all commands')
  })
})
