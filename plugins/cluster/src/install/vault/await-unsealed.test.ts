import {expect} from 'chai'

import {PhaseHarness} from '../../testing/phase-harness.js'
import {awaitUnsealed} from './await-unsealed.js'

const status = (initialized: boolean, sealed: boolean) => JSON.stringify({initialized, sealed, version: '1.13.0'})

describe('awaitUnsealed', () => {
  let harness: PhaseHarness
  beforeEach(() => {
    harness = new PhaseHarness()
  })
  afterEach(() => harness.close())

  it('continues at once if Vault is open', async () => {
    harness.runner.on(/seal-status/, status(true, false))
    await awaitUnsealed(harness.context)
  })

  it('waits while the pod is missing, and while Vault is sealed', async () => {
    harness.runner
      .on(/seal-status/, {exitCode: 1, stderr: 'Error from server (NotFound): pods "vault-0" not found'})
      .on(/seal-status/, status(true, true))
      .on(/seal-status/, status(true, false))
    await awaitUnsealed(harness.context)
    expect(harness.runner.commandLines).to.have.length(3)
  })
})
