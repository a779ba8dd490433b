import {expect} from 'chai'

import {insertInBash, readBashLine} from './typed-line.js'

const breaks = ' \t\n"\'@><=;|&(:'

describe('readBashLine', () => {
  const read = (line: string, point = line.length) => {
    const {words, current, quote} = readBashLine(line, point)
    return [words.join('|'), current, quote]
  }

  it('returns the words after rde, and the one at the cursor', () => {
    expect(read('rde cluster sta')).to.deep.equal(['cluster', 'sta', ''])
  })

  it('ignores what follows the cursor', () => {
    expect(read('rde cluster start', 8)).to.deep.equal(['', 'clus', ''])
  })

  it('starts a new word after a space', () => {
    expect(read('rde cluster ')).to.deep.equal(['cluster', '', ''])
  })

  it('removes quotes and backslashes', () => {
    expect(read(`rde run 'my file'.yaml a\\ b "c$d`)).to.deep.equal(['run|my file.yaml|a b', 'c$d', '"'])
  })

  it('omits variables and earlier commands', () => {
    expect(read('cd x && RDE_CLUSTER=a rde cluster ')).to.deep.equal(['cluster', '', ''])
  })
})

describe('insertInBash', () => {
  const insert = (value: string, line: string) => insertInBash(value, readBashLine(line, line.length), breaks)

  it('escapes characters that the shell would interpret', () => {
    expect(insert("a b$(rm x)'", 'rde run a')).to.equal(`a\\ b\\$\\(rm\\ x\\)\\'`)
  })

  it('omits the part that bash treats as another word', () => {
    expect(insert('relay-operator:local', 'rde images import relay-operator:lo')).to.equal('local')
    expect(insert('--profile=full', 'rde start --profile=f')).to.equal('full')
  })

  it('escapes for the open quote', () => {
    expect(insert("it's", `rde run 'it`)).to.equal(`it'\\''s`)
    expect(insert('a "b"', 'rde run "a')).to.equal('a \\"b\\"')
  })

  it('does not escape the number of a run', () => {
    expect(insert('hello#3', 'rde logs hel')).to.equal('hello#3')
  })
})
