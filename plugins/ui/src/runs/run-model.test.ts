import {openWorkflow} from '@rde/workflow/file'
import {expect} from 'chai'

import {RunModel} from './run-model.js'

const file = `
parameters: {name: {default: you}}
steps:
  - name: build
    image: alpine
    spec:
      greeting: hello \${parameters.name}
      token: !Secret token
    input: [echo hi]
  - name: ask
    type: approval
    dependsOn: build
  - name: ship
    image: alpine
    env: {VERSION: !Output [build, version]}
    dependsOn: ask
    when: !Fn.equals [!Parameter name, you]
`

describe('RunModel', () => {
  const model = () =>
    new RunModel({
      ...{run: 'local/w#1', workflow: 'w', on: 'host', createdAt: '2026-01-01T00:00:00Z'},
      document: openWorkflow(Buffer.from(file), {name: 'w'}).document!,
      parameters: {name: 'you'},
      actions: {cancel: true, answer: true, again: true},
    })
  const texts = (list: ReadonlyArray<{name: string; text?: string}>) => list.map(({name, text}) => [name, text])

  it('shows the steps of the file before their first event', () => {
    expect(
      model()
        .steps()
        .map(({name, type, phase, dependsOn}) => [name, type, phase, ...dependsOn]),
    ).to.deep.equal([
      ['build', 'container', 'waiting'],
      ['ask', 'approval', 'waiting', 'build'],
      ['ship', 'container', 'waiting', 'ask', 'build'],
    ])
  })

  it('fills parameters and outputs into the inputs of a step, never a secret', () => {
    const run = model()
    run.take({type: 'step', step: 'build', phase: 'running'})
    expect(texts(run.step('build').inputs)).to.deep.equal([
      ['spec.greeting', 'hello you'],
      ['spec.token', '{\n  "$type": "Secret",\n  "name": "token"\n}'],
      ['input', 'echo hi'],
    ])
    run.take({type: 'output', step: 'build', name: 'version', value: '1.2'})
    run.take({type: 'step', step: 'ship', phase: 'running'})
    expect(texts(run.step('ship').inputs)).to.deep.equal([['env.VERSION', '1.2']])
  })

  it('shows a sensitive output without its value', () => {
    const run = model()
    run.take({type: 'output', step: 'build', name: 'key'})
    expect(run.step('build').outputs).to.deep.equal([{name: 'key'}])
  })

  it('keeps known fields of a step when an event does not have them', () => {
    const run = model()
    run.take({type: 'step', step: 'build', phase: 'running', startedAt: '2026-01-01T00:00:01Z'})
    run.take({type: 'step', step: 'build', phase: 'failed', exitCode: 2, endedAt: '2026-01-01T00:00:02Z'})
    expect(run.step('build')).to.include({startedAt: '2026-01-01T00:00:01Z', exitCode: 2})
  })

  it('says why a step waited only while it waits', () => {
    const run = model()
    run.take({type: 'step', step: 'ask', phase: 'waiting', reason: 'approval'})
    run.take({type: 'step', step: 'ask', phase: 'succeeded'})
    expect(run.step('ask').reason).to.equal(undefined)
  })

  it('reports changes, but not to listeners that left', () => {
    const run = model()
    const changes: object[] = []
    const leave = run.listen((change) => changes.push(change))
    run.take({type: 'log', step: 'build', line: 'one'})
    run.take({type: 'notice', message: 'look'})
    leave()
    run.take({type: 'run-ended', run: 'local/w#1', outcome: 'succeeded'})
    expect(changes).to.deep.equal([{log: 'build'}, {head: true}])
    expect(run.head()).to.include({state: 'succeeded'})
  })

  it('holds the whole run in a report', () => {
    const run = model()
    run.take({type: 'log', step: 'build', line: 'one'})
    const {logs, steps, graph} = run.report()
    expect([logs['build'], steps.length, graph.nodes.length]).to.deep.equal([['one'], 3, 3])
  })
})
