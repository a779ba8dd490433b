import {expect} from 'chai'

import type {RunEvent} from '../run/events.js'
import {documentOf, step} from '../local/testing/run-locally.js'
import {reportUnresolved} from './report-unresolved.js'

describe('reportUnresolved', () => {
  const notices = (
    env: Record<string, string>,
    before: readonly RunEvent[] = [],
    meanwhile: readonly RunEvent[] = [],
  ) => {
    const seen: RunEvent[] = []
    const document = documentOf(step('make', ''), step('use', '', {env}))
    const inputs = {parameters: {}, secrets: {token: 'T'}, connections: {aws: {main: {}}}}
    const report = reportUnresolved(document, inputs, (event) => seen.push(event))
    const running: RunEvent = {type: 'step', step: 'use', phase: 'running'}
    for (const event of [...before, running, ...meanwhile, {...running, phase: 'succeeded'} as const]) report(event)
    return seen.flatMap((event) => (event.type === 'notice' ? [`${event.step}: ${event.message}`] : []))
  }

  const word: RunEvent = {type: 'output', step: 'make', name: 'word'}

  it('reports once, when a step starts, an unknown value that it refers to', () => {
    expect(notices({A: '${connections.aws.other}'})).to.deep.equal([
      'use: env.A refers to connection type "aws" with name "other", which is not known; relay-core starts the step anyway',
    ])
  })

  it('reports an output that was never set', () => {
    expect(notices({A: '${outputs.make.word}'})[0]).to.contain('env.A refers to output "word" of step "make"')
  })

  it('does not report known values: outputs (also sensitive ones), secrets and connections', () => {
    const env = {A: '${outputs.make.word}', B: '${secrets.token}', C: '${connections.aws.main}'}
    expect(notices(env, [word])).to.deep.equal([])
  })

  it('does not report an output that the engine reports after the start of the step', () => {
    expect(notices({A: '${outputs.make.word}'}, [], [word])).to.deep.equal([])
  })
})
