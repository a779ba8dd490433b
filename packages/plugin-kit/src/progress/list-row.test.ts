import {expect} from 'chai'

import {listRow, type RowState} from './list-row.js'

const plain = {colour: false, unicode: true}
const row = (state: RowState, {columns = 60, look = plain, now = 0} = {}) =>
  listRow({title: 'Cluster', titleWidth: 9, state, now}, {columns, look})

describe('listRow', () => {
  it('puts title, symbol, detail and time into columns', () => {
    expect(row({kind: 'done', detail: 'created: 1 server', tookMs: 14_800})).to.equal(
      '  Cluster    ✔ created: 1 server                     14.8 s',
    )
  })

  it('counts the seconds of what runs', () => {
    expect(row({kind: 'running', since: 1_000, detail: 'creating'}, {now: 13_900})).to.match(
      /^ {2}Cluster {4}● creating +12 s$/,
    )
  })

  it('cuts a long detail at the width of the terminal, less the last column', () => {
    const text = row({kind: 'done', detail: 'x'.repeat(200), tookMs: 100}, {columns: 40})
    expect([text.length, text.includes('x…')]).to.deep.equal([39, true])
  })

  it('is narrower than the terminal, however narrow that is', () => {
    const text = row({kind: 'running', since: 0, detail: 'x'.repeat(200)}, {columns: 30})
    expect(text.length).to.be.lessThan(30)
  })

  it('keeps time near the detail on a wide terminal', () => {
    expect(row({kind: 'done', detail: 'a', tookMs: 100}, {columns: 240}).length).to.equal(100)
  })

  it('makes one line of what a tool printed', () => {
    const text = row({kind: 'failed', detail: 'a\r\n\u001B[31mb\u001B[0m\tc'})
    expect(text).to.equal('  Cluster    ✖ a b c')
  })

  it('has neither detail nor time for what has not begun', () => {
    expect(row({kind: 'waiting'})).to.equal('  Cluster    ○')
  })

  it('says what was not done', () => {
    expect(row({kind: 'aborted'})).to.equal('  Cluster    – not done')
  })

  it('colours the symbol alone', () => {
    expect(row({kind: 'aborted'}, {look: {colour: true, unicode: true}})).to.equal(
      '  Cluster    \u001B[2m–\u001B[0m not done',
    )
  })

  it('does with ASCII where the terminal knows no more', () => {
    const look = {colour: false, unicode: false}
    expect(row({kind: 'done', detail: 'x'.repeat(99), tookMs: 1}, {look, columns: 40})).to.match(/^[\x20-\x7e]+$/)
  })
})
