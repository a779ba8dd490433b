import {expect} from 'chai'

import {rowText} from './list-row.js'

const row = (detail: string, tookMs?: number) => ({title: 'Cluster', titleWidth: 9, detail, tookMs})

describe('rowText', () => {
  it('puts title, detail and seconds in columns', () => {
    expect(rowText(row('created', 14_800), 40)).to.equal('Cluster    created          14.8 s')
  })

  it('shows no seconds if there is nothing to count', () => {
    expect(rowText(row('not done'), 40)).to.equal('Cluster    not done')
  })

  it('cuts a detail that does not fit, and says so', () => {
    expect(rowText(row('a detail that is far too long for this row', 100), 40)).to.match(
      /^Cluster {4}a detail that i… {2}0\.1 s$/,
    )
  })

  it('never exceeds the width of the terminal, including the symbol', () => {
    const widths = [20, 40, 80, 200].map((columns) => rowText(row('x'.repeat(300), 1_000), columns).length - columns)
    expect(Math.max(...widths)).to.be.below(0)
  })

  it('keeps the seconds near in a wide terminal', () => {
    expect(rowText(row('created', 1_000), 300).length).to.be.below(100)
  })

  it('makes one line of what a tool printed in colour', () => {
    expect(rowText(row('\u001B[36mINFO\u001B[0m\n  done'), 60)).to.equal('Cluster    INFO done')
  })
})
