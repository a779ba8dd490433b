import {readdirSync, readFileSync} from 'node:fs'

import {expect} from 'chai'

import type {Value} from './document.js'
import {emptyEnvironment, type Environment} from './expressions/environment.js'
import {evaluate, evaluateIn, type QueryLanguage} from './expressions/evaluate.js'
import {goFormat} from './expressions/go-values.js'
import {evaluated} from './expressions/testing/evaluated.js'
import {readWorkflow} from './file/read-workflow.js'
import {stepsLookedAt} from './local/judge-step.js'
import {workflowResource} from './resources/workflow-resource.js'
import {toJson} from './to-json.js'

const folder = new URL('../test-data/corpus-cases/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')

describe('The corpus: expressions, compared with relay-core', () => {
  const rows = read('expressions.txt').split('\n')
  for (const row of rows.filter((line) => line.startsWith('    '))) {
    const [, input, expected] = /^ {4}(.*?)\t=> (.*)$/.exec(row)!
    it(`evaluates ${input} as relay-core does`, () => {
      expect(evaluated(JSON.parse(input!) as Value)).to.equal(expected)
    })
  }
})

describe('The corpus: convertMarkdown', () => {
  const {cases} = JSON.parse(read('markdown.json')) as {cases: Array<{to: string; content: string; value: string}>}
  for (const {to, content, value} of cases) {
    it(`converts ${JSON.stringify(content).slice(0, 60)} to ${to}`, () => {
      expect(evaluate({'$fn.convertMarkdown': {to, content}}, emptyEnvironment).value).to.equal(value)
    })
  }

  it('also accepts positional arguments, and rejects an unknown format', () => {
    expect(evaluated("${convertMarkdown('jira', '**a** `b`')}")).to.equal('"a {code}b{code}"')
    expect(evaluated("${convertMarkdown('slack', 'a')}")).to.contain('convert: type not supported')
    expect(evaluated("${convertMarkdown('jira', 5)}")).to.contain('arg 1: unexpected type float64 (wanted string)')
  })
})

describe('The corpus: variables of env', () => {
  const {env, variables} = JSON.parse(read('env-values.json')) as Record<string, Record<string, Value>>
  for (const [name, value] of Object.entries(env!)) {
    it(`converts ${JSON.stringify(value)} to the same text as relay-core's entrypoint`, () => {
      expect(goFormat(value)).to.equal(variables![name])
    })
  }
})

describe('The corpus: the steps that a condition refers to', () => {
  const {cases} = JSON.parse(read('when-looks-at.json')) as {
    cases: Array<{when: Value; replacesDefaultOf: string[]}>
  }
  for (const {when, replacesDefaultOf} of cases) {
    it(`finds ${replacesDefaultOf.join(', ') || 'none'} in ${JSON.stringify(when)}`, () => {
      expect([...stepsLookedAt(when)]).to.deep.equal(replacesDefaultOf)
    })
  }
})

describe('The corpus: YAML', () => {
  const names = readdirSync(new URL('yaml/', folder)).filter((name) => name.endsWith('.in.yaml'))
  for (const name of names) {
    it(`reads ${name} as the real mapper does`, () => {
      const {document, problems} = readWorkflow(read(`yaml/${name}`))
      expect(problems).to.deep.equal([])
      const theirs = JSON.parse(read(`yaml/${name.replace('.in.yaml', '.out.json')}`)) as {spec: {steps?: object[]}}
      const {steps = [], ...spec} = theirs.spec
      // Ours omits a missing `when`.
      const expected = {...spec, ...(steps.length > 0 && {steps: steps.map((step) => ({...step, when: undefined}))})}
      const ours = workflowResource(document!, {name: document!.name!})
      expect(JSON.parse(toJson(ours.spec))).to.deep.equal(JSON.parse(JSON.stringify(expected)))
    })
  }
})

describe('The corpus: queries of GET /spec', () => {
  interface QueryCase {
    readonly lang: QueryLanguage
    readonly q: string
    readonly value?: Value
    readonly complete?: boolean
    readonly error?: string
  }
  const {spec, environment, cases} = JSON.parse(read('spec-queries.json')) as {
    spec: Value
    environment: Environment
    cases: QueryCase[]
  }
  const answer = ({lang, q}: QueryCase) => {
    try {
      const {value, unresolved} = evaluateIn(spec, {text: q, language: lang}, environment)
      return {value, complete: unresolved.length === 0}
    } catch (error) {
      return {error: (error as Error).message}
    }
  }
  for (const one of cases) {
    const {lang, q, ...expected} = one
    it(`answers ${lang} ${q}`, () => {
      expect(answer(one)).to.deep.equal(expected)
    })
  }
})
