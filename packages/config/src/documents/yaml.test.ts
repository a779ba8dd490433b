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
    it(`quotes the text "${text}", which some reader takes for something else`, () => {
      expect(formatYaml({key: text})).to.match(/^key: ["'].*["']\n$/)
    })
  }

  it('gives back every text as it was', () => {
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

  it('writes what is there twice out twice', () => {
    const same = {a: 1}
    expect(formatYaml({one: same, other: same})).to.equal('one:\n  a: 1\nother:\n  a: 1\n')
  })
})

describe('parseYaml', () => {
  it('names the line of a mistake, and repeats nothing of it', () => {
    expect(() => parseYaml('user: me\npassword: geheim: x')).to.throw(/^not YAML \(line 2\)$/)
  })
})
