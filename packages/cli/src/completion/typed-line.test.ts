import {expect} from 'chai'

import {insertInBash, readBashLine} from './typed-line.js'

const breaks = ' \t\n"\'@><=;|&(:'

describe('readBashLine', () => {
  const read = (line: string, point = line.length) => {
    const {words, current, quote} = readBashLine(line, point)
    return [words.join('|'), current, quote]
  }

  it('gives the words behind rde, and the one at the cursor', () => {
    expect(read('rde cluster sta')).to.deep.equal(['cluster', 'sta', ''])
  })

  it('looks no further than the cursor', () => {
    expect(read('rde cluster start', 8)).to.deep.equal(['', 'clus', ''])
  })

  it('begins a new word behind a blank', () => {
    expect(read('rde cluster ')).to.deep.equal(['cluster', '', ''])
  })

  it('takes quotes and backslashes away', () => {
    expect(read(`rde run 'my file'.yaml a\\ b "c$d`)).to.deep.equal(['run|my file.yaml|a b', 'c$d', '"'])
  })

  it('leaves variables and earlier commands out', () => {
    expect(read('cd x && RDE_CLUSTER=a rde cluster ')).to.deep.equal(['cluster', '', ''])
  })
})

describe('insertInBash', () => {
  const insert = (value: string, line: string) => insertInBash(value, readBashLine(line, line.length), breaks)

  it('escapes what the shell would read', () => {
    expect(insert("a b$(rm x)'", 'rde run a')).to.equal(`a\\ b\\$\\(rm\\ x\\)\\'`)
  })

  it('leaves out what bash takes for another word', () => {
    expect(insert('relay-operator:local', 'rde images import relay-operator:lo')).to.equal('local')
    expect(insert('--profile=full', 'rde start --profile=f')).to.equal('full')
  })

  it('keeps to the quote that is open', () => {
    expect(insert("it's", `rde run 'it`)).to.equal(`it'\\''s`)
    expect(insert('a "b"', 'rde run "a')).to.equal('a \\"b\\"')
  })

  it('keeps the number of a run as it is', () => {
    expect(insert('hello#3', 'rde logs hel')).to.equal('hello#3')
  })
})
