import {expect} from 'chai'

import type {Service, Session} from '@rde/plugin-kit'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain'

import {keepVersions} from './kept-versions.js'
import type {SmokePlan} from './state.js'

const operator: Service = {name: 'operator', local: 'operator:local', pullFrom: 'reg.example.com/operator:latest'}
const plan: SmokePlan = {axes: [{service: 'operator', versions: ['1', '2']}], suite: 'hash', cases: []}
const id = (digit: string) => `sha256:${digit.repeat(64)}`

describe('keepVersions', () => {
  let runner: ScriptedProcessRunner
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  afterEach(() => runner.assertFinished())

  const keep = (images: Readonly<Record<string, string>>, stopped?: SmokePlan) => {
    runner.on(
      /^docker images /,
      Object.entries(images)
        .map((entry) => entry.join(' '))
        .join('\n'),
    )
    const session = {tools: () => ({docker: new Docker(runner)})} as unknown as Session
    return keepVersions(session, [operator], {stopped, signal: new AbortController().signal})
  }
  const tags = () => runner.on(/^docker tag operator:local operator:rde-before-smoke$/)
  const versions = {'operator:1': id('1'), 'operator:2': id('2')}

  it('tags the running versions', async () => {
    tags()
    await keep({...versions, 'operator:local': id('9')})
  })

  it('does not keep the versions that a killed test left running', async () => {
    await keep({...versions, 'operator:local': id('2'), 'operator:rde-before-smoke': id('9')}, plan)
    expect(runner.commandLines).to.have.length(1)
  })

  it('tags versions built after a killed test', async () => {
    tags()
    await keep({...versions, 'operator:local': id('8'), 'operator:rde-before-smoke': id('9')}, plan)
  })
})
