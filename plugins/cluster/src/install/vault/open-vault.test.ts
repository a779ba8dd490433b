import {isRdeError, type RdeError} from '@rde/errors'
import {expect} from 'chai'

import {clusterObjects} from '../../testing/cluster-objects.js'
import {PhaseHarness} from '../../testing/phase-harness.js'
import {openVault} from './open-vault.js'

const credentials = {rootToken: 'token', unsealKeys: ['key']}
const secret = (token: string, key: string) => JSON.stringify({items: [clusterObjects.vaultSecret(token, key)]})
const kept = /^kubectl get configmaps,secrets --all-namespaces --selector rde.relay.sh\/component /
const none = JSON.stringify({items: []})
const status = (sealed: boolean) => JSON.stringify({initialized: true, sealed, version: '1.13.0'})

describe('openVault', () => {
  let harness: PhaseHarness
  beforeEach(() => {
    harness = new PhaseHarness()
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
  })
  afterEach(() => harness.close())

  const thrown = async () => {
    const error = await openVault(harness.context).catch((problem: unknown) => problem)
    return isRdeError(error) ? error.code : error
  }

  it('changes nothing if Vault is open and the Secret is right', async () => {
    harness.runner.on(/seal-status/, status(false)).on(kept, secret('token', 'key'))
    expect(await openVault(harness.context)).to.deep.equal({changed: false, detail: 'open'})
  })

  it('accepts a Secret without the label of rde', async () => {
    harness.runner.on(/seal-status/, status(false)).on(kept, none)
    harness.runner.on(/^kubectl get secrets --namespace relay-system /, secret('token', 'key'))
    expect(await openVault(harness.context)).to.deep.equal({changed: false, detail: 'open'})
  })

  it("reports Vault's message if it cannot be initialised, and how to give it an empty volume", async () => {
    const refused =
      'Error from server (InternalError): an error on the server has prevented the request from succeeding'
    harness.runner
      .on(/seal-status/, JSON.stringify({initialized: false, sealed: true, version: '1.13.0'}))
      .on(kept, none)
      .on(/^kubectl get secrets/, none)
      .on(/sys\/init/, {exitCode: 1, stderr: refused})
      .on(/^kubectl logs vault-0 .*--container vault/, 'failed to create /vault/data/core: permission denied\n')
    const error = (await openVault(harness.context).catch((problem: unknown) => problem)) as RdeError
    expect(error.message).to.equal('Vault cannot be initialised.\nfailed to create /vault/data/core: permission denied')
    expect(error.remedies[1]?.command).to.contain('delete pvc/data-vault-0 pod/vault-0 --namespace relay-system')
  })

  it('refuses a key that Vault does not accept, and writes no Secret', async () => {
    const badRequest = {exitCode: 1, stderr: 'Error from server (BadRequest): the server rejected our request'}
    harness.runner
      .on(/seal-status/, status(true))
      .on(kept, secret('token', 'other'))
      .on(/sys\/unseal/, badRequest)
    expect(await thrown()).to.equal('RDE_VAULT_DISAGREES')
  })

  it('detects a different key before Vault is sealed', async () => {
    harness.runner
      .on(/seal-status/, status(false))
      .on(kept, secret('token', 'other'))
      .on(/^kubectl exec .*--container vault vault-0 .*token lookup/, '')
    expect(await thrown()).to.equal('RDE_VAULT_DISAGREES')
  })
})
