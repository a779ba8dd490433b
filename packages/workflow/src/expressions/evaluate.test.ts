import {readFileSync} from 'node:fs'

import {expect} from 'chai'

import type {Value} from '../document.js'
import {emptyEnvironment} from './environment.js'
import {evaluate, evaluateIn} from './evaluate.js'
import {evaluated, known} from './testing/evaluated.js'

const table = readFileSync(new URL('testing/expressions.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => /^(.*?)\t=> (.*)$/.exec(line)!.slice(1) as [string, string])

const value = (expression: Value, environment = known) => evaluate(expression, environment).value

describe('evaluate, beside relay-core', () => {
  for (const [input, expected] of table) {
    it(`evaluates ${input} as relay-core does`, () => {
      expect(evaluated(JSON.parse(input))).to.equal(expected)
    })
  }

  it('compares all 48 rows of the table', () => expect(table.length).to.equal(48))
})

describe('evaluate', () => {
  it('does not evaluate the value of a parameter', () => {
    const parameters = {sly: '${secrets.token}', tagged: {$type: 'Secret', name: 'token'}}
    expect(value(['${parameters.sly}', '${parameters.tagged}'], {...known, parameters})).to.deep.equal([
      parameters.sly,
      parameters.tagged,
    ])
  })

  it('lists each missing reference once, and keeps what it could evaluate', () => {
    const {value, unresolved} = evaluate({a: '${parameters.who}', b: ['${secrets.no}', '${secrets.no} again']}, known)
    expect(value).to.deep.equal({a: 'world', b: ['${secrets.no}', '${secrets.no} again']})
    expect(unresolved).to.deep.equal([{kind: 'secret', name: 'no'}])
  })

  it('names the path of an error in a value', () => {
    expect(evaluated({a: ['${unknown.x}']})).to.equal(
      'ERROR path "a.0": evaluating template "${": path "unknown": unknown key unknown',
    )
  })

  it('names the keys up to where a path ends', () => {
    expect(evaluated('${parameters.map.n.no}')).to.contain('path "parameters.map.n.no": unknown key no')
    expect(evaluated('${parameters.list.x}')).to.contain('unexpected string index "x" for slice')
    expect(evaluated('${parameters.list[7]}')).to.contain('index 7 out of bounds')
  })

  it("does not find JavaScript's built-in properties", () => {
    expect(evaluated('${parameters.constructor}')).to.contain('UNRESOLVED')
    expect(evaluated('${constructor.name}')).to.contain('unknown key constructor')
  })

  it('does not evaluate the right side if the left side decides', () => {
    expect(value('${parameters.flag || parameters.missing}')).to.equal(true)
    expect(value('${!parameters.flag && parameters.missing}')).to.equal(false)
  })

  it('reads names with hyphens, and a blank before a minus', () => {
    const parameters = {'a-b': 42, n: 2}
    expect(value('${parameters.a-b - parameters.a-b}', {...known, parameters})).to.equal(0)
    expect(value('${-parameters.n}')).to.equal(-2)
  })

  it('calculates with the precedence of arithmetic', () => {
    expect(value('${1 + 2 * 3 - 4 / 2}')).to.equal(5)
    expect(value('${(1 + 2) * 3 == 9 && 2 ** 3 == 8}')).to.equal(true)
    expect(value('${7 % 4 + (6 & 3) + (1 << 4)}')).to.equal(21)
  })

  it('pipes a value into a path', () => expect(value('${jsonUnmarshal(parameters.json) |> a}')).to.equal(1))

  it('makes lists and mappings', () => {
    expect(value('${{\'a\': [parameters.n, "x"]}}')).to.deep.equal({a: [2, 'x']})
  })

  it('returns the first known argument of coalesce', () => {
    expect(value("${coalesce(parameters.missing, parameters.nil, 'last')}")).to.equal('last')
  })

  it('returns false from exists for a missing key of a known value', () => {
    expect(value('${exists(parameters.map.no)}')).to.equal(false)
  })

  it('uses the default of path only if the key is missing', () => {
    expect(value("${path(parameters.map, 'no', 7)}")).to.equal(7)
    expect(value({'$fn.path': {object: {a: '${parameters.n}', b: '${parameters.missing}'}, query: 'a'}})).to.equal(2)
    expect(evaluated("${path(parameters.map, 'no')}")).to.contain('ERROR')
  })

  it('merges deeply by default', () => {
    const objects = [{a: {b: 1}}, {a: {c: 2}}]
    expect(value({'$fn.merge': objects})).to.deep.equal({a: {b: 1, c: 2}})
    expect(value({'$fn.merge': {objects, mode: 'shallow'}})).to.deep.equal({a: {c: 2}})
  })

  it('keeps a call with a missing argument, with its known arguments', () => {
    const call = {'$fn.concat': ['${parameters.who}', {$type: 'Output', from: 'x', name: 'y'}]}
    expect(value(call)).to.deep.equal({'$fn.concat': ['world', {$type: 'Output', from: 'x', name: 'y'}]})
  })

  it('refuses Markdown that is nested too deeply', () => {
    const content = `${'> '.repeat(20_000)}a`
    expect(() => evaluate({'$fn.convertMarkdown': {to: 'html', content}}, emptyEnvironment)).to.throw(
      'nested too deeply',
    )
  })

  it('compares by pattern', () => expect(value("${parameters.who =~ '^w'}")).to.equal(true))

  it('resolves nothing in an empty environment, without an error', () => {
    expect(evaluate('${parameters.a}${outputs.b.c}', emptyEnvironment).unresolved).to.have.length(2)
  })
})

describe('evaluateIn', () => {
  it('finds what a query names and evaluates nothing else', () => {
    const spec = {a: {b: '${parameters.who}'}, c: '${parameters.missing}'}
    expect(evaluateIn(spec, {text: 'a.b'}, known)).to.deep.equal({value: 'world', unresolved: []})
    expect(evaluateIn(spec, {text: 'c'}, known).unresolved).to.have.length(1)
  })

  for (const [what, text] of [
    ['brackets', `\${${'('.repeat(4_000)}1${')'.repeat(4_000)}}`],
    ['operators', `\${1${'+1'.repeat(4_000)}}`],
    ['prefixes', `\${${'!'.repeat(4_000)}true}`],
    ['lists', `\${${'['.repeat(4_000)}${']'.repeat(4_000)}}`],
  ] as const) {
    it(`refuses 4000 nested ${what} with its own error, not a stack overflow`, () => {
      expect(evaluated(text)).to.contain('the expression is too long')
    })
  }

  it('reads a path of thousands of keys', () => {
    expect(evaluated(`\${parameters.missing${'.a'.repeat(4_000)}}`)).to.contain('UNRESOLVED')
  })

  for (const [expression, expected] of [
    ['~1e999', 2 ** 63 - 1],
    ['~(-1e999)', 2 ** 63 - 1],
    ['1e999 | 1', -(2 ** 63) + 1],
    ["'1e400' & 1", 0],
    ['~5', -6],
    ['6 & 3', 2],
  ] as const)
    it(`computes ${expression} on 64 bits`, () => {
      expect(value(`\${${expression}}`)).to.equal(expected)
    })

  it('takes linear time for a pattern that would take JavaScript years', () => {
    expect(value(`\${'${'a'.repeat(50)}b' =~ '^(a+)+$'}`)).to.equal(false)
  })

  it('leaves a $type that is not a string as it is', () => {
    const mapping = {$type: Object.create(null) as object} as Value
    expect(evaluate(mapping, known).value).to.equal(mapping)
  })

  it('does not repeat a text that is not JSON', () => {
    const environment = {...known, secrets: {s: 'plainsecretvalue'}}
    expect(evaluated({'$fn.jsonUnmarshal': [{$type: 'Secret', name: 's'}]}, environment)).to.not.contain('plain')
  })
})
