import {expect} from 'chai'

import {rowText} from './list-row.js'

const row = (detail: string, {columns = 60, tookMs}: {columns?: number; tookMs?: number} = {}) =>
  rowText({title: 'Cluster', titleWidth: 9, detail, tookMs}, columns)

describe('rowText', () => {
  it('puts title, detail and time into columns', () => {
    expect(row('created: 1 server', {tookMs: 14_800})).to.equal(
      'Cluster    created: 1 server                    14.8 s',
    )
  })

  it('cuts a long detail at the width of the terminal', () => {
    const text = row('x'.repeat(200), {columns: 40, tookMs: 100})
    expect([text.length, text.includes('x…')]).to.deep.equal([34, true])
  })

  it('leaves no room for a detail where there is none', () => {
    expect(row('x'.repeat(200), {columns: 10})).to.equal('Cluster')
  })

  it('keeps the time near the detail on a wide terminal', () => {
    expect(row('a', {columns: 240, tookMs: 100}).length).to.be.lessThan(100)
  })

  it('makes one line of what a tool printed', () => {
    expect(row('a\r\n\u001B[31mb\u001B[0m\tc')).to.equal('Cluster    a b c')
  })

  it('has nothing behind the title of what has not begun', () => {
    expect(row('')).to.equal('Cluster')
  })
})
