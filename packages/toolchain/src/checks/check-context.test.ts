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

  it('has an engine without a client if docker is not installed', async () => {
    expect(await context({}).engine.state()).to.deep.equal({kind: 'no-client'})
  })

  it('leaves a variable with an invalid path to the tools check', async () => {
    expect(await context({RDE_DOCKER: '/nonexistent'}).engine.state()).to.deep.equal({kind: 'no-client'})
  })
})
