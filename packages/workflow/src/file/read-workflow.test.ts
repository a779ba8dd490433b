import {expect} from 'chai'

import {checkWorkflowName} from './workflow-name.js'
import type {ContainerStep} from '../document.js'
import {readWorkflow} from './read-workflow.js'
import {workflowResource} from '../resources/workflow-resource.js'
import {toJson} from '../to-json.js'

/** A file with one step that has this value as `x`. */
const withValue = (yaml: string) => `steps:\n- name: a\n  image: alpine\n  input: [echo]\n  spec:\n    x: ${yaml}\n`
const problemsOf = (text: string) =>
  readWorkflow(text).problems.map(({line, column, message}) => `${line}:${column}: ${message}`)
const valueOf = (yaml: string) => (readWorkflow(withValue(yaml)).document!.steps[0] as ContainerStep).spec?.['x']

describe('readWorkflow', () => {
  it('reports all errors of a file at once, in the order of the file', () => {
    const text = 'apiVersion: v2\nsteps:\n- name: a\n  dependsOn: b\n  spec: {x: !Nope 1, y: !Output z}\n'
    expect(problemsOf(text).map((line) => line.split(':').slice(0, 2).join(':'))).to.deep.equal([
      '1:13',
      '3:3',
      '4:14',
      '5:13',
      '5:25',
    ])
  })

  it('suggests the nearest tag', () => {
    expect(problemsOf(withValue('!Parmeter p'))).to.deep.equal([
      '6:8: unknown tag "!Parmeter"; did you mean !Parameter?',
    ])
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
    ['plain text ("# A README")', '"# A README"\n'],
    ['a list', '- hosts: all\n'],
  ] as const) {
    it(`reports that a file looks like ${what}, and nothing else`, () => {
      const lines = problemsOf(text)
      expect(lines).to.have.length(1)
      expect(lines[0]).to.contain(`this is not a Relay workflow: it looks like ${what}`)
    })
  }

  it('names the possible sources for a trigger without one', () => {
    const text = 'triggers:\n- name: t\n  image: x\nsteps: []\n'
    expect(problemsOf(text)).to.include('2:3: a trigger needs a "source" of type schedule, push, webhook')
  })

  it('reports an empty file', () => {
    expect(problemsOf('')).to.deep.equal(['1:1: this is not a workflow: the file is empty'])
  })

  it('requires steps', () => {
    expect(problemsOf('name: a\n')).to.deep.equal(['1:1: a workflow needs "steps"'])
  })

  it('reports only the first error of invalid YAML, and quotes little of the text', () => {
    const lines = problemsOf(`# Title\n\nSome text: with a colon: and more\n${'x'.repeat(500)}: [\n`)
    expect(lines).to.have.length(1)
    expect(lines[0]).to.match(/^3:\d+: this is not YAML: .{1,61}$/)
  })

  it('explains how to quote a line that ": " turns into a mapping', () => {
    const text = 'steps:\n- name: a\n  image: b\n  input:\n  - curl -H Content-Type: text/plain x\n'
    expect(problemsOf(text)).to.deep.equal([
      '5:5: "input" must be a string, not a mapping: ": " in the line makes it one; put the line in quotes',
    ])
  })

  it('reports the position in the file of an error in a template', () => {
    const places = (value: string) => problemsOf(withValue(value)).map((line) => line.split(': ', 1)[0])
    expect(places("'to ${parameters.x ? 1 : 2}'")).to.include('6:27')
    expect(places('to ${outputs.a.b +}')).to.include('6:26')
    expect(places('|\n      one\n      two ${+}')).to.include('8:13')
  })

  it('adds a dependency on each step whose output is used, with a notice', () => {
    const text = 'steps:\n- {name: a, image: x, command: y}\n- name: b\n  image: x\n  env: {V: "${outputs.a.v}"}\n'
    const {document, problems} = readWorkflow(text)
    expect(document?.steps[1]).to.deep.include({dependsOn: ['a'], implied: ['a']})
    expect(problems).to.deep.equal([
      {line: 5, column: 12, severity: 'notice', message: 'step "b" waits for "a", since it uses its output'},
    ])
  })

  it('finds a circle made only by outputs, with the lines of both', () => {
    const step = (name: string, other: string) => `- {name: ${name}, image: x, spec: {v: !Output [${other}, v]}}\n`
    expect(problemsOf(`steps:\n${step('a', 'b')}${step('b', 'a')}`).join('\n')).to.contain(
      'these steps wait for each other: a → b → a (a uses an output of b in line 2; b uses an output of a in line 3)',
    )
  })

  it('rejects a step that uses its own output', () => {
    const lines = problemsOf('steps:\n- {name: a, image: x, spec: {v: !Output [a, v]}}\n')
    expect(lines).to.deep.equal(['2:33: step "a" uses its own output, which is not set when it starts'])
  })

  it('rejects a condition that is plain text, and suggests what to write', () => {
    const text = 'parameters: {env: {}}\nsteps:\n- {name: a, image: x, when: parameters.env == "prod"}\n'
    expect(problemsOf(text)).to.deep.equal(['3:29: this condition is plain text: write ${parameters.env == "prod"}'])
  })

  it('rejects a parameter that is similar to a declared one', () => {
    const text = 'parameters: {env: {}}\nsteps:\n- {name: a, image: x, env: {E: !Parameter evn}}\n'
    expect(problemsOf(text)[0]).to.contain('the workflow declares no parameter "evn"; did you mean "env"?')
  })

  it('warns of a second document', () => {
    expect(problemsOf('steps: []\n---\nsteps: []\n')).to.deep.equal([
      '3:1: only the first document of a file is read: line 3 and the lines after it are ignored',
    ])
  })

  it('reports only syntax errors if there are any', () => {
    expect(problemsOf('steps: [\n')).to.have.length(1)
  })

  it('warns about a field that Relay would ignore', () => {
    const {document, problems} = readWorkflow('steps:\n- name: a\n  image: b\n  depends_on: c\n')
    expect(document).to.not.equal(undefined)
    expect(problems[0]).to.include({line: 4, severity: 'warning'})
    expect(problems[0]?.message).to.contain('did you mean dependsOn?')
  })

  it('does not read after the first document', () => {
    expect(readWorkflow('name: one\nsteps: []\n---\nname: [\n').document?.name).to.equal('one')
  })

  it('keeps a 64-bit integer exact in the JSON', () => {
    expect(valueOf('18446744073709551615')).to.equal(18446744073709551615n)
    const document = readWorkflow(withValue('18446744073709551615')).document!
    expect(toJson(workflowResource(document, {name: 'a'}))).to.contain('"x":18446744073709551615}')
  })

  it('merges a mapping into another, whose own keys win', () => {
    expect(valueOf('{<<: {a: 1, b: 2}, b: 3}')).to.deep.equal({a: 1, b: 3})
  })

  it('rejects a duplicate key in any part of the file, with the line of the first', () => {
    expect(problemsOf('locals:\n  a: 1\n  a: 2\nsteps: []\n')).to.deep.equal(['3:3: "a" is already defined in line 2'])
  })

  it('rejects a key that is not a string, except for the names in spec and env', () => {
    expect(problemsOf(withValue('{1: a}'))[0]).to.equal('6:9: the key 1 is not a string: put it in quotes')
    expect(readWorkflow('steps:\n- name: a\n  image: b\n  spec: {1: a, true: b}\n').problems).to.deep.equal([])
  })

  it('rejects an alias inside its own anchor', () => {
    expect(problemsOf(withValue('&a [*a]'))).to.deep.equal(['6:12: *a is inside its own anchor'])
  })

  it('rejects an alias without an anchor', () => {
    expect(problemsOf(withValue('*a'))).to.deep.equal(['6:8: there is no anchor &a above'])
  })

  it('rejects numbers that JSON cannot represent', () => {
    expect(problemsOf(withValue('.inf'))).to.deep.equal(['6:8: JSON cannot represent the number .inf'])
  })

  it('encodes values tagged as binary in base64', () => {
    expect(valueOf('!!binary aGk=')).to.deep.equal({$encoding: 'base64', data: 'aGk='})
  })

  it('ignores a tag in a default', () => {
    expect(readWorkflow('{parameters: {p: {default: !Secret x}}, steps: []}').document?.parameters).to.deep.equal({
      p: {default: 'x'},
    })
  })

  it('keeps a key called __proto__ a key', () => {
    expect(Object.keys(valueOf('{__proto__: {a: 1}}') as object)).to.deep.equal(['__proto__'])
  })

  it('rejects endless nesting', () => {
    expect(problemsOf('['.repeat(100_000))[0]).to.contain('nested more than 100 levels deep')
    expect(problemsOf(withValue('['.repeat(100) + ']'.repeat(100)))[0]).to.contain('nested more than 100 levels deep')
  })

  it('rejects aliases that multiply', () => {
    const levels = Array.from({length: 12}, (_, level) => `  a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]\n`)
    const text = `locals:\n  a: &a-1 [x]\n${levels.join('')}${withValue('*a11')}`
    expect(problemsOf(text).at(-1)).to.contain('its aliases make the file too large')
  })

  it('rejects a file that the cluster cannot store', () => {
    expect(problemsOf(`# ${'x'.repeat(1.5 * 1024 * 1024)}`)).to.deep.equal([
      '1:1: the file is larger than 1.5 MiB, more than the cluster can store',
    ])
  })

  it('checks the name in the file, unless another name is given', () => {
    expect(problemsOf('name: kube-system\nsteps: []')[0]).to.contain('reserved for a system namespace')
    expect(readWorkflow('name: kube-system\nsteps: []', {name: 'mine'}).problems).to.deep.equal([])
  })

  it('warns about an undeclared parameter if a step would get the expression itself', () => {
    expect(readWorkflow(withValue('!Parameter p')).problems[0]).to.include({severity: 'warning'})
    expect(readWorkflow(withValue('!Fn.coalesce [!Parameter p, 1]')).problems).to.deep.equal([])
  })

  it('checks steps and functions in templates', () => {
    expect(problemsOf(withValue("\"${outputs['b'].x} ${concatt('a')} $${outputs.c.x}\""))).to.deep.equal([
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
