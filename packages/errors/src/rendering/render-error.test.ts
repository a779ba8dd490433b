import {expect} from 'chai'

import {RdeError} from '../rde-error.js'
import {renderError} from './render-error.js'

describe('renderError', () => {
  it('puts what failed first, then the remedies in a column, and the code last', () => {
    const error = new RdeError('port 5111 is used by nginx.', {
      code: 'RDE_PORT_TAKEN',
      remedies: [
        {what: 'Let rde take another port', command: 'rde config set cluster.registryPort 5112'},
        {what: 'Then go on', command: 'rde cluster start'},
      ],
      outcome: 'Nothing was created.',
    })
    expect(renderError(error).split('\n')).to.deep.equal([
      'port 5111 is used by nginx.',
      '',
      '  Let rde take another port:   rde config set cluster.registryPort 5112',
      '  Then go on:                  rde cluster start',
      '',
      'Nothing was created. RDE_PORT_TAKEN',
    ])
  })

  it('escapes line breaks in what the user typed', () => {
    const error = new RdeError('"a\nFAKE\u001B[2J" is not a command.', {code: 'RDE_BROKEN'})
    expect(renderError(error, ['a\nFAKE\u001B[2J'])).to.equal('"a\\nFAKE\\x1b[2J" is not a command.\n\nRDE_BROKEN')
  })

  it('removes colours from quoted output', () => {
    const error = new RdeError('it said: \u001B[31mred', {code: 'RDE_BROKEN'})
    expect(renderError(error)).to.equal('it said: red\n\nRDE_BROKEN')
  })

  it('omits missing parts', () => {
    expect(renderError(new RdeError('it broke', {code: 'RDE_BROKEN'}))).to.equal('it broke\n\nRDE_BROKEN')
  })
})
