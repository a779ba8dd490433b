import {expect} from 'chai'

import {formatYaml, parseYaml} from './yaml.js'

describe('formatYaml', () => {
  for (const text of [
    'on',
    'y',
    'No',
    '0o17',
    '017',
    '1_000',
    '12:30:45',
    '2026-11-28',
    '~',
    'null',
    '1e3',
    '.inf',
    '',
  ]) {
    it(`quotes the text "${text}", which some parsers read as another type`, () => {
      expect(formatYaml({key: text})).to.match(/^key: ["'].*["']\n$/)
    })
  }

  it('reads back every text unchanged', () => {
    const texts = [
      'plain',
      'two\nlines\n',
      ' blank',
      '# no comment',
      'a: b',
      '- a',
      '{',
      '%',
      '@',
      '\t',
      'x'.repeat(500),
    ]
    expect(parseYaml(formatYaml(texts))).to.deep.equal(texts)
  })

  it('folds no long line', () => {
    expect(
      formatYaml({key: 'word '.repeat(100).trim()})
        .trim()
        .split('\n'),
    ).to.have.length(1)
  })

  it('writes a repeated object twice', () => {
    const same = {a: 1}
    expect(formatYaml({one: same, other: same})).to.equal('one:\n  a: 1\nother:\n  a: 1\n')
  })
})

describe('parseYaml', () => {
  it('names the line of a mistake, and does not repeat the text', () => {
    expect(() => parseYaml('user: me\npassword: geheim: x')).to.throw(/^not YAML \(line 2\)$/)
  })
})
