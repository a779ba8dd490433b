import {expect} from 'chai'

import {fillPlaceholders} from './fill-placeholders.js'

const filling = {
  extension: '@team/x',
  component: 'db',
  known: ['settings.port', 'settings.nested', 'credentials.password'],
  section: {port: 5432, nested: {on: true}, credentials: {password: 'p4ss'}},
}

describe('fillPlaceholders', () => {
  it('replaces a string that is one placeholder with the value itself', () => {
    expect(fillPlaceholders({port: '{settings.port}', on: ['{settings.nested.on}']}, filling)).to.deep.equal({
      port: 5432,
      on: [true],
    })
  })

  it('replaces placeholders inside a string', () => {
    expect(fillPlaceholders('x:{credentials.password}@y:{settings.port}', filling)).to.equal('x:p4ss@y:5432')
  })

  it('keeps placeholders of values that are not generated yet', () => {
    expect(fillPlaceholders('{credentials.password}', {...filling, section: {}})).to.equal('{credentials.password}')
  })

  it('leaves other braces alone', () => {
    expect(fillPlaceholders('{{ .Values.x }} {version}', filling)).to.equal('{{ .Values.x }} {version}')
  })

  it('refuses a key that the extension does not declare', () => {
    expect(() => fillPlaceholders('{settings.prot}', filling)).to.throw(
      'The component db of the extension @team/x names {settings.prot}, which the extension does not declare',
    )
  })
})
