import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

import {expect} from 'chai'

import {decodeWorkflow} from './file/decode-workflow.js'
import {readWorkflow} from './file/read-workflow.js'
import type {Resource} from './resources/resource.js'
import {runResource} from './resources/run-resource.js'
import {tenantResource} from './resources/tenant-resource.js'
import {workflowResource} from './resources/workflow-resource.js'
import {toJson} from './to-json.js'

type Json = any // eslint-disable-line @typescript-eslint/no-explicit-any

const folder = fileURLToPath(new URL('../test-data/workflow-cases/', import.meta.url))
const files = readdirSync(folder)
const cases = files.flatMap((file) => /^(.*)\.in\.yaml$/.exec(file)?.[1] ?? [])
const translated = cases.filter((name) => files.includes(`${name}.out.json`))
const refused = cases.filter((name) => !files.includes(`${name}.out.json`))

const text = (file: string): string => readFileSync(`${folder}${file}`, 'utf8')
const json = (file: string): Json => JSON.parse(text(file))

/** As the cases were generated: the name of the file, otherwise this one. */
function translate(name: string): Json {
  const {document} = decodeWorkflow(text(`${name}.in.yaml`))
  return plain(workflowResource(document, {name: document.name ?? 'relay-workflow'}))
}

function plain(resource: Resource): Json {
  return JSON.parse(toJson(resource))
}

/** How all our resources differ: they have `apiVersion` and `kind`, and omit empty fields. */
function expected(file: string, {apiVersion, kind}: Json): Json {
  const resource = json(file)
  delete resource.status
  delete resource.metadata.creationTimestamp
  for (const step of resource.spec?.steps ?? []) if (step.when === null) delete step.when
  return {apiVersion, kind, ...resource}
}

const workflow = {apiVersion: 'relay.sh/v1beta1', kind: 'Workflow'}

/** Where rde differs on purpose; each difference has its own test below. */
const differing = ['lost-quotes', 'unnamed', 'empty-document']

describe('the cases of the real mapper', () => {
  it('are all there', () => {
    expect([cases.length, translated.length, refused.length]).to.deep.equal([36, 25, 11])
  })

  for (const name of translated.filter((one) => !differing.includes(one))) {
    it(`${name} becomes the same Workflow`, () => {
      expect(translate(name)).to.deep.equal(expected(`${name}.out.json`, workflow))
    })
  }

  for (const name of refused.filter((one) => one !== 'null-parameter')) {
    it(`${name} is refused`, () => {
      const {document, problems} = readWorkflow(text(`${name}.in.yaml`))
      expect(document).to.equal(undefined)
      expect(problems.some(({severity}) => severity === 'error')).to.equal(true)
    })
  }
})

describe('where rde differs from the real mapper', () => {
  it('the name after !Secret or !Parameter stays a string; the mapper turns it into a number', () => {
    const theirs = expected('lost-quotes.out.json', workflow)
    theirs.spec.steps[0].spec['secret-numeric'].name = '123'
    theirs.spec.steps[0].spec['param-bool'].name = 'true'
    expect(translate('lost-quotes')).to.deep.equal(theirs)
  })

  for (const name of ['unnamed', 'empty-document']) {
    it(`${name}: a Workflow always names its tenant; the mapper omits the name`, () => {
      const theirs = expected(`${name}.out.json`, workflow)
      theirs.spec.tenantRef.name = 'relay-workflow'
      expect(translate(name)).to.deep.equal(theirs)
    })
  }

  it('a parameter with an empty value has no default; the mapper crashes', () => {
    expect(readWorkflow(text('null-parameter.in.yaml')).document?.parameters).to.deep.equal({p: {}})
  })

  it('a step without a condition has no "when"; the mapper writes null', () => {
    expect(json('minimal.out.json').spec.steps[0].when).to.equal(null)
    expect(translate('minimal').spec.steps[0]).to.deep.equal({name: 'hello', image: 'alpine:latest'})
  })

  it('a Tenant does not take over a namespace, and is otherwise the same', () => {
    const theirs = expected('everything-full.tenant.json', {apiVersion: 'relay.sh/v1beta1', kind: 'Tenant'})
    expect(theirs.spec.namespaceTemplate.metadata.name).to.equal('everything')
    delete theirs.spec.namespaceTemplate
    expect(plain(tenantResource({name: 'everything'}))).to.deep.equal(theirs)
  })

  it('a Run is named after its number, which a label repeats, and is otherwise the same', () => {
    const theirs = expected('everything-full.run.json', {apiVersion: 'relay.sh/v1beta1', kind: 'Run'})
    theirs.metadata.name = 'everything-7'
    theirs.metadata.labels = {'rde.relay.sh/revision': 'abc', 'rde.relay.sh/run-number': '7'}
    const labels = {'rde.relay.sh/revision': 'abc'}
    const run = runResource({workflow: 'everything', number: 7, parameters: {example: 'a string'}, labels})
    expect(plain(run)).to.deep.equal(theirs)
  })
})

describe('what the real mapper accepts and rde rejects', () => {
  const errorsOf = (name: string) =>
    readWorkflow(text(`${name}.in.yaml`)).problems.flatMap(({line, column, message, severity}) =>
      severity === 'error' ? [`${line}:${column}: ${message}`] : [],
    )

  const expectedProblems: Record<string, string[]> = {
    approval: [
      '11:21: the workflow declares no parameter "x", so this condition would never be decided',
      '15:17: the workflow declares no parameter "x", so this condition would never be decided',
      '16:5: the workflow declares no parameter "z", so this condition would never be decided',
    ],
    'depends-unknown-step': ['6:14: there is no step "nowhere"'],
    'duplicate-steps': ['6:9: step "a" is already defined in line 4'],
    'empty-document': ['1:1: this is not a workflow: the file is empty'],
    functions: ['9:32: there is no step "x"', '14:23: there is no function "doesNotExist"'],
    'invalid-api-version': ['1:13: "apiVersion" must be v1'],
    'invalid-no-image': ['4:3: step "a" needs an image'],
    'invalid-no-step-name': ['4:3: a step needs a name'],
    'invalid-trigger-schedule': [
      '6:5: a trigger of type schedule needs "schedule"',
      '9:5: a trigger of type webhook needs "image"',
    ],
    'invalid-trigger-source': ['6:11: the source of a trigger is of type schedule, push, webhook, not "connection"'],
    'self-cycle': ['6:14: these steps wait for each other: a → b → a', '9:18: step "b" depends on itself'],
    templates: ['14:13: there is no step "step-b"'],
    'typed-scalars': ['10:15: there is no step "7"', '10:18: there is no step "true"'],
  }

  for (const name of translated) {
    const errors = expectedProblems[name]
    it(`${name} ${errors ? 'is rejected with its position and reason' : 'is accepted'}`, () => {
      expect(errorsOf(name)).to.deep.equal(errors ?? [])
    })
  }
})
