import {expect} from 'chai'

import {Scene} from '../../testing/scene.js'
import {awaitUnsealed} from './await-unsealed.js'

const status = (initialized: boolean, sealed: boolean) => JSON.stringify({initialized, sealed, version: '1.13.0'})

describe('awaitUnsealed', () => {
  let scene: Scene
  beforeEach(() => {
    scene = new Scene()
  })
  afterEach(() => scene.close())

  it('goes on at once where Vault is open', async () => {
    scene.runner.on(/seal-status/, status(true, false))
    await awaitUnsealed(scene.context)
  })

  it('waits while the pod is not there, and while Vault is sealed', async () => {
    scene.runner
      .on(/seal-status/, {exitCode: 1, stderr: 'Error from server (NotFound): pods "vault-0" not found'})
      .on(/seal-status/, status(true, true))
      .on(/seal-status/, status(true, false))
    await awaitUnsealed(scene.context)
    expect(scene.runner.commandLines).to.have.length(3)
  })
})
