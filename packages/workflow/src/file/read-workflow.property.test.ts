import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

import {expect} from 'chai'
import fc from 'fast-check'

import {readWorkflow} from './read-workflow.js'
import {workflowResource} from '../resources/workflow-resource.js'
import {workflowArbitrary} from '../testing/workflow-arbitrary.js'
import {toJson} from '../to-json.js'

const folder = fileURLToPath(new URL('../../test-data/workflow-cases/', import.meta.url))
const texts = readdirSync(folder).flatMap((file) =>
  file.endsWith('.in.yaml') ? [readFileSync(folder + file, 'utf8')] : [],
)
const errorsOf = (text: string) => readWorkflow(text).problems.filter(({severity}) => severity === 'error')
const translate = (text: string) => toJson(workflowResource(readWorkflow(text).document!, {name: 'generated'}))

describe('readWorkflow, of any file', () => {
  it('finds no problem in a valid workflow', () => {
    fc.assert(fc.property(workflowArbitrary, ({text}) => void expect(errorsOf(text)).to.deep.equal([])))
  })

  it('keeps the steps of a valid workflow in their order', () => {
    fc.assert(
      fc.property(workflowArbitrary, ({text, stepNames}) => {
        expect(readWorkflow(text).document?.steps.map(({name}) => name)).to.deep.equal(stepNames)
      }),
    )
  })

  it('converts a valid workflow to the same JSON each time', () => {
    fc.assert(
      fc.property(workflowArbitrary, ({text}) => {
        expect(translate(text)).to.equal(translate(text))
        JSON.parse(translate(text))
      }),
    )
  })

  it('never throws for a modified workflow, and every problem has a position', () => {
    const bits = [
      '*a',
      '&a ',
      '!Secret ',
      '!Fn. ',
      '[',
      '}',
      ': ',
      '- ',
      '\n',
      '"',
      "'",
      '|\n',
      '${',
      '<<: ',
      '~',
      '? ',
      '!!binary ',
      '---\n',
      '%',
      '\t',
      '\r',
      '__proto__: ',
    ]
    const change = fc.record({
      at: fc.nat(600),
      remove: fc.nat(12),
      insert: fc.oneof(fc.constantFrom(...bits), fc.string({unit: 'binary', maxLength: 4})),
    })
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(change, {minLength: 1, maxLength: 6}), (text, changes) => {
        const changed = changes.reduce(
          (now, {at, remove, insert}) => now.slice(0, at) + insert + now.slice(at + remove),
          text,
        )
        const {document, problems} = readWorkflow(changed)
        if (document) JSON.parse(toJson(workflowResource(document, {name: 'changed'})))
        for (const {line, column} of problems) expect(Math.min(line, column)).to.be.greaterThan(0)
      }),
      {numRuns: 300},
    )
  })
})
