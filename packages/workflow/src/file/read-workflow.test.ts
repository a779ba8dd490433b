import {expect} from 'chai'

import {checkWorkflowName} from './workflow-name.js'
import type {ContainerStep} from '../document.js'
import {readWorkflow} from './read-workflow.js'
import {workflowResource} from '../resources/workflow-resource.js'
import {toJson} from '../to-json.js'

/** A file with one step, whose `x` this is. */
const withValue = (yaml: string) => `steps:\n- name: a\n  image: alpine\n  input: [echo]\n  spec:\n    x: ${yaml}\n`
const said = (text: string) =>
  readWorkflow(text).problems.map(({line, column, message}) => `${line}:${column}: ${message}`)
const valueOf = (yaml: string) => (readWorkflow(withValue(yaml)).document!.steps[0] as ContainerStep).spec?.['x']

describe('readWorkflow', () => {
  it('tells all errors of a file at once, in its order', () => {
    const text = 'apiVersion: v2\nsteps:\n- name: a\n  dependsOn: b\n  spec: {x: !Nope 1, y: !Output z}\n'
    expect(said(text).map((line) => line.split(':').slice(0, 2).join(':'))).to.deep.equal([
      '1:13',
      '3:3',
      '4:14',
      '5:13',
      '5:25',
    ])
  })

  it('names the tag that was probably meant', () => {
    expect(said(withValue('!Parmeter p'))).to.deep.equal(['6:8: unknown tag "!Parmeter"; did you mean !Parameter?'])
  })

  for (const [what, text] of [
    ['a GitHub Actions workflow', 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: make}]\n'],
    ['a GitLab CI file', 'stages: [build]\nbuild: {script: [make]}\n'],
    ['a Docker Compose file', 'services: {a: {image: b}}\n'],
    ['a Drone or Woodpecker pipeline', 'steps:\n- {name: a, image: b, commands: [make]}\n'],
    ['a Buildkite pipeline', 'steps:\n- {label: a, command: make}\n'],
    ['the data of a mock run', 'connections: {aws/a: {k: v}}\nruns: {"1": {steps: {a: {spec: {}}}}}\n'],
    ['a GitHub action', 'name: a\nruns: {using: node20, main: a.js}\n'],
    ['an argoproj.io/v1alpha1 Workflow resource', 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {}\n'],
    ['the description of a Relay integration', 'apiVersion: integration/v1\nkind: StepMetadata\nname: a\n'],
    ['a text ("# A README")', '"# A README"\n'],
    ['a list', '- hosts: all\n'],
  ] as const) {
    it(`says of ${what} what it looks like, and nothing else`, () => {
      const lines = said(text)
      expect(lines).to.have.length(1)
      expect(lines[0]).to.contain(`this is not a Relay workflow: it looks like ${what}`)
    })
  }

  it('says which source a trigger without one needs', () => {
    const text = 'triggers:\n- name: t\n  image: x\nsteps: []\n'
    expect(said(text)).to.include('2:3: a trigger needs a "source" of type schedule, push, webhook')
  })

  it('says of an empty file that it is one', () => {
    expect(said('')).to.deep.equal(['1:1: this is not a workflow: the file is empty'])
  })

  it('wants steps', () => {
    expect(said('name: a\n')).to.deep.equal(['1:1: a workflow needs "steps"'])
  })

  it('tells the first error only of what is no YAML, and little of its text', () => {
    const lines = said(`# Title\n\nSome text: with a colon: and more\n${'x'.repeat(500)}: [\n`)
    expect(lines).to.have.length(1)
    expect(lines[0]).to.match(/^3:\d+: this is not YAML: .{1,61}$/)
  })

  it('says of a line that ": " makes a mapping how to make it a text', () => {
    const text = 'steps:\n- name: a\n  image: b\n  input:\n  - curl -H Content-Type: text/plain x\n'
    expect(said(text)).to.deep.equal([
      '5:5: "input" must be a text, not a mapping: ": " in the line makes it one; put the line in quotes',
    ])
  })

  it('names the place in the file of what is wrong in a template', () => {
    const places = (value: string) => said(withValue(value)).map((line) => line.split(': ', 1)[0])
    expect(places("'to ${parameters.x ? 1 : 2}'")).to.include('6:27')
    expect(places('to ${outputs.a.b +}')).to.include('6:26')
    expect(places('|\n      one\n      two ${+}')).to.include('8:13')
  })

  it('adds a dependency on each step whose output is used, and says so', () => {
    const text = 'steps:\n- {name: a, image: x, command: y}\n- name: b\n  image: x\n  env: {V: "${outputs.a.v}"}\n'
    const {document, problems} = readWorkflow(text)
    expect(document?.steps[1]).to.deep.include({dependsOn: ['a'], implied: ['a']})
    expect(problems).to.deep.equal([
      {line: 5, column: 12, severity: 'notice', message: 'step "b" waits for "a", since it uses its output'},
    ])
  })

  it('finds a circle that only outputs make, with the lines of both', () => {
    const step = (name: string, other: string) => `- {name: ${name}, image: x, spec: {v: !Output [${other}, v]}}\n`
    expect(said(`steps:\n${step('a', 'b')}${step('b', 'a')}`).join('\n')).to.contain(
      'these steps wait for each other: a → b → a (a uses an output of b in line 2; b uses an output of a in line 3)',
    )
  })

  it('refuses a step that uses an output of its own', () => {
    const lines = said('steps:\n- {name: a, image: x, spec: {v: !Output [a, v]}}\n')
    expect(lines).to.deep.equal(['2:33: step "a" uses an output of its own, which is never set when it starts'])
  })

  it('refuses a condition that is only a text, and says what to write', () => {
    const text = 'parameters: {env: {}}\nsteps:\n- {name: a, image: x, when: parameters.env == "prod"}\n'
    expect(said(text)).to.deep.equal(['3:29: this condition is only a text: write ${parameters.env == "prod"}'])
  })

  it('refuses a parameter that is nearly one that is declared', () => {
    const text = 'parameters: {env: {}}\nsteps:\n- {name: a, image: x, env: {E: !Parameter evn}}\n'
    expect(said(text)[0]).to.contain('the workflow declares no parameter "evn"; did you mean "env"?')
  })

  it('warns of a second document', () => {
    expect(said('steps: []\n---\nsteps: []\n')).to.deep.equal([
      '3:1: only the first document of a file is read: line 3 and what follows is not',
    ])
  })

  it('tells of errors of syntax alone where there are some', () => {
    expect(said('steps: [\n')).to.have.length(1)
  })

  it('warns of a field that Relay would pass over', () => {
    const {document, problems} = readWorkflow('steps:\n- name: a\n  image: b\n  depends_on: c\n')
    expect(document).to.not.equal(undefined)
    expect(problems[0]).to.include({line: 4, severity: 'warning'})
    expect(problems[0]?.message).to.contain('did you mean dependsOn?')
  })

  it('reads nothing after the first document', () => {
    expect(readWorkflow('name: one\nsteps: []\n---\nname: [\n').document?.name).to.equal('one')
  })

  it('keeps an integer of 64 bits exactly, to the JSON', () => {
    expect(valueOf('18446744073709551615')).to.equal(18446744073709551615n)
    const document = readWorkflow(withValue('18446744073709551615')).document!
    expect(toJson(workflowResource(document, {name: 'a'}))).to.contain('"x":18446744073709551615}')
  })

  it('lets a mapping merge another, its own keys first', () => {
    expect(valueOf('{<<: {a: 1, b: 2}, b: 3}')).to.deep.equal({a: 1, b: 3})
  })

  it('refuses a key given twice, wherever it is, with the line of the first', () => {
    expect(said('locals:\n  a: 1\n  a: 2\nsteps: []\n')).to.deep.equal(['3:3: "a" was given in line 2 already'])
  })

  it('refuses a key that is no text, but for the names in spec and env', () => {
    expect(said(withValue('{1: a}'))[0]).to.equal('6:9: the key 1 is not a text: put it in quotes')
    expect(readWorkflow('steps:\n- name: a\n  image: b\n  spec: {1: a, true: b}\n').problems).to.deep.equal([])
  })

  it('refuses an alias within its own anchor', () => {
    expect(said(withValue('&a [*a]'))).to.deep.equal(['6:12: *a stands within its own anchor'])
  })

  it('refuses an alias to nothing', () => {
    expect(said(withValue('*a'))).to.deep.equal(['6:8: there is no anchor &a above'])
  })

  it('refuses numbers that JSON does not have', () => {
    expect(said(withValue('.inf'))).to.deep.equal(['6:8: .inf is a number that JSON does not have'])
  })

  it('makes base64 of what is tagged as binary', () => {
    expect(valueOf('!!binary aGk=')).to.deep.equal({$encoding: 'base64', data: 'aGk='})
  })

  it('takes a tag in a default for no tag', () => {
    expect(readWorkflow('{parameters: {p: {default: !Secret x}}, steps: []}').document?.parameters).to.deep.equal({
      p: {default: 'x'},
    })
  })

  it('keeps a key called __proto__ a key', () => {
    expect(Object.keys(valueOf('{__proto__: {a: 1}}') as object)).to.deep.equal(['__proto__'])
  })

  it('refuses what is nested without end', () => {
    expect(said('['.repeat(100_000))[0]).to.contain('nested more than 100 levels deep')
    expect(said(withValue('['.repeat(100) + ']'.repeat(100)))[0]).to.contain('nested more than 100 levels deep')
  })

  it('refuses aliases that multiply', () => {
    const levels = Array.from({length: 12}, (_, level) => `  a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]\n`)
    const text = `locals:\n  a: &a-1 [x]\n${levels.join('')}${withValue('*a11')}`
    expect(said(text).at(-1)).to.contain('its aliases make the file too large')
  })

  it('refuses a file that the cluster could not keep', () => {
    expect(said(`# ${'x'.repeat(1.5 * 1024 * 1024)}`)).to.deep.equal([
      '1:1: the file is larger than 1.5 MiB, more than the cluster would keep',
    ])
  })

  it('judges the name that a file gives, unless it goes by another', () => {
    expect(said('name: kube-system\nsteps: []')[0]).to.contain('reserved for a system namespace')
    expect(readWorkflow('name: kube-system\nsteps: []', {name: 'mine'}).problems).to.deep.equal([])
  })

  it('warns of a parameter that is not declared, where a step would get the expression itself', () => {
    expect(readWorkflow(withValue('!Parameter p')).problems[0]).to.include({severity: 'warning'})
    expect(readWorkflow(withValue('!Fn.coalesce [!Parameter p, 1]')).problems).to.deep.equal([])
  })

  it('looks into templates for steps and functions', () => {
    expect(said(withValue("\"${outputs['b'].x} ${concatt('a')} $${outputs.c.x}\""))).to.deep.equal([
      '6:8: there is no step "b"',
      '6:8: there is no function "concatt"; did you mean concat?',
    ])
  })

  it('reads 500 steps in 1 MiB', () => {
    const step = (index: number) =>
      `- name: step-${index}\n  image: alpine:3.16\n  dependsOn: [${index > 0 ? `step-${index - 1}` : ''}]\n  when: !Fn.equals [!Parameter p, yes]\n  spec:\n` +
      Array.from(
        {length: 10},
        (_, key) => `    key-${key}: {secret: !Secret s-${key}, text: "hello \${parameters.p}"}\n`,
      ).join('') +
      `  input:\n${`  - echo "one more line of the script of this step, as long as such lines are"\n`.repeat(18)}`
    const text = `parameters: {p: {default: 1}}\nsteps:\n${Array.from({length: 500}, (_, index) => step(index)).join('')}`
    expect(text.length).to.be.greaterThan(1024 * 1024)
    expect(readWorkflow(text).document!.steps).to.have.length(500)
  })
})

describe('checkWorkflowName', () => {
  it('takes letters, digits and hyphens, 50 at most', () => {
    expect(checkWorkflowName('a'.repeat(50))).to.equal(undefined)
    expect(checkWorkflowName('deploy-2')).to.equal(undefined)
  })

  for (const name of ['', 'a'.repeat(51), 'Deploy', 'a_b', '-a', 'a.b', 'default', 'kube-x', 'relay-tenants']) {
    it(`refuses "${name}"`, () => {
      expect(checkWorkflowName(name)).to.be.a('string')
    })
  }
})
