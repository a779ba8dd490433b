import {expect} from 'chai'

import {confirmProduction, looksLikeProduction} from './confirm-production.js'

const prod = {context: 'eu-prod', server: 'https://10.0.0.1:6443'}

describe('confirmProduction', () => {
  const typing = (typed: string) => ({ask: async () => typed, canAsk: () => true})

  it('accepts a context whose name was typed', async () => {
    await confirmProduction(prod, typing('eu-prod'))
  })

  for (const typed of ['y', 'yes', '', 'eu']) {
    it(`treats "${typed}" as a no`, async () => {
      const error = await confirmProduction(prod, typing(typed)).catch((thrown: unknown) => thrown)
      expect(error).to.include({code: 'RDE_CONTEXT_PRODUCTION'})
    })
  }

  it('refuses without a terminal', async () => {
    const error = await confirmProduction(prod, {canAsk: () => false}).catch((thrown: unknown) => thrown)
    expect(error).to.include({code: 'RDE_CONTEXT_PRODUCTION'})
  })

  it('asks nothing for other contexts', async () => {
    await confirmProduction({context: 'product-team', server: 'https://dev.example'}, {canAsk: () => false})
  })
})

describe('looksLikeProduction', () => {
  it('checks the server as well', () => {
    expect(looksLikeProduction({context: 'team', server: 'https://api.prod.example:6443'})).to.equal(true)
  })
})
