import {expect} from 'chai'

import {maskPatterns} from './mask-patterns.js'

const canary = 'canary4711canary4711canary'

describe('maskPatterns', () => {
  for (const text of [
    `Authorization: Bearer ${canary}`,
    `{"authorization": "Basic ${canary}"}`,
    `password=${canary}`,
    `"rootToken": "${canary}"`,
    `connecting to postgres://relay:${canary}@postgres:5432/relay`,
    `token hvs.${canary}`,
    `eyJhbGciOiJIUzI1NiJ9.${canary}.sig`,
    `-----BEGIN EC PRIVATE KEY-----\n${canary}\n-----END EC PRIVATE KEY-----`,
  ]) {
    it(`masks the secret in: ${text.replaceAll(canary, '…').split('\n')[0]}`, () => {
      expect(maskPatterns(text)).not.to.contain(canary)
    })
  }

  it('keeps the text around it', () => {
    expect(maskPatterns(`GET https://me:${canary}@host/x failed`)).to.equal('GET https://me:••••@host/x failed')
  })

  it('does not change a text without secrets', () => {
    const text = 'pod vault-0 is Running, 3 restarts; https://dl.k8s.io/release'
    expect(maskPatterns(text)).to.equal(text)
  })
})
