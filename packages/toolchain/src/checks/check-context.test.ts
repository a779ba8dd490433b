import {expect} from 'chai'

import {DataDirectory} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {checkContext} from './check-context.js'

describe('checkContext', () => {
  const context = (env: Record<string, string>) =>
    checkContext({
      runner: new ScriptedProcessRunner(),
      data: DataDirectory.fromEnvironment({HOME: '/nonexistent'}),
      tools: ['docker'],
      env: {PATH: '/nonexistent', ...env},
    })

  it('has an engine without a client where there is no docker', async () => {
    expect(await context({}).engine.state()).to.deep.equal({kind: 'no-client'})
  })

  it('leaves a variable that names no program to the check of the tools', async () => {
    expect(await context({RDE_DOCKER: '/nonexistent'}).engine.state()).to.deep.equal({kind: 'no-client'})
  })
})
