import {expect} from 'chai'

import {Secrets} from './secrets.js'

describe('Secrets', () => {
  it('masks every occurrence of a secret', () => {
    const secrets = new Secrets()
    secrets.learn({vault: {rootToken: 'hvs.abcdefgh', unsealKeys: ['0123456789abcdef']}})
    expect(secrets.mask('a hvs.abcdefgh b 0123456789abcdef hvs.abcdefgh')).to.equal('a •••• b •••• ••••')
  })

  it('masks all of a secret that begins with another', () => {
    const secrets = new Secrets()
    secrets.learn(['password', 'password-and-more'])
    expect(secrets.mask('password-and-more')).to.equal('••••')
  })

  it('does not change text without secrets; ignores short values', () => {
    const secrets = new Secrets()
    secrets.learn(['', 'rde', null, 3])
    expect(secrets.mask('rde 3')).to.equal('rde 3')
  })

  const knowing = (...values: unknown[]) => {
    const secrets = new Secrets()
    secrets.learn(values)
    return secrets
  }

  it('masks a value without its final line break', () => {
    expect(knowing('hunter2-token\n').mask('it is hunter2-token.')).to.equal('it is ••••.')
  })

  it('masks each line of a value that has several', () => {
    const pem = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n-----END KEY-----\n'
    expect(knowing(pem).mask('MIIEvQIBADANBgkq')).to.equal('••••')
  })

  it('masks a value within JSON', () => {
    expect(knowing('quo"ted\tsecret').mask(JSON.stringify({a: 'quo"ted\tsecret'}))).to.equal('{"a":"••••"}')
  })

  it('masks a value in base64, even with a line break after it', () => {
    const secrets = knowing('hunter2-token')
    const encoded = Buffer.from('hunter2-token').toString('base64')
    const withBreak = Buffer.from('hunter2-token\n').toString('base64')
    expect([secrets.mask(encoded), secrets.mask(withBreak).slice(0, 4)]).to.deep.equal(['••••', '••••'])
  })

  it('masks bytes of a text', () => {
    expect(knowing(Buffer.from('hunter2-token')).mask('hunter2-token')).to.equal('••••')
  })

  it('masks the beginning of a secret at the end of a cut text', () => {
    expect(knowing('hunter2-token').maskCut('a line with hunter2-t')).to.equal('a line with ••••')
  })

  it('masks every text of an event, including field names', () => {
    const event = {type: 'output', 'hunter2-token': {value: ['is hunter2-token'], count: 3, none: null}}
    expect(knowing('hunter2-token').maskDeep(event)).to.deep.equal({
      type: 'output',
      '••••': {value: ['is ••••'], count: 3, none: null},
    })
  })
})
