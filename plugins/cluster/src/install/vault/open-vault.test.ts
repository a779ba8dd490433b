import {isRdeError, type RdeError} from '@rde/errors'
import {expect} from 'chai'

import {PhaseHarness} from '../../testing/phase-harness.js'
import {openVault} from './open-vault.js'

const credentials = {rootToken: 'token', unsealKeys: ['key']}
const base64 = (text: string) => Buffer.from(text).toString('base64')
const secret = (token: string, key: string) =>
  JSON.stringify({items: [{data: {'root-token': base64(token), 'unseal-key': base64(key)}}]})
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

  it('changes nothing where Vault is open and the Secret is right', async () => {
    harness.runner.on(/seal-status/, status(false)).on(/^kubectl get secrets/, secret('token', 'key'))
    expect(await openVault(harness.context)).to.deep.equal({changed: false, detail: 'open'})
  })

  it("tells Vault's own words where it cannot be initialised, and how to give it an empty volume", async () => {
    const refused =
      'Error from server (InternalError): an error on the server has prevented the request from succeeding'
    harness.runner
      .on(/seal-status/, JSON.stringify({initialized: false, sealed: true, version: '1.13.0'}))
      .on(/^kubectl get secrets/, JSON.stringify({items: []}))
      .on(/sys\/init/, {exitCode: 1, stderr: refused})
      .on(/^kubectl logs vault-0 .*--container vault/, 'failed to create /vault/data/core: permission denied\n')
    const error = (await openVault(harness.context).catch((problem: unknown) => problem)) as RdeError
    expect(error.message).to.equal('Vault cannot be initialised.\nfailed to create /vault/data/core: permission denied')
    expect(error.remedies[1]?.command).to.contain('delete pvc/data-vault-0 pod/vault-0 --namespace relay-system')
  })

  it('refuses a key that Vault does not take, and writes no Secret', async () => {
    const badRequest = {exitCode: 1, stderr: 'Error from server (BadRequest): the server rejected our request'}
    harness.runner
      .on(/seal-status/, status(true))
      .on(/^kubectl get secrets/, secret('token', 'other'))
      .on(/sys\/unseal/, badRequest)
    expect(await thrown()).to.equal('RDE_VAULT_DISAGREES')
  })

  it('finds out about another key before Vault is sealed', async () => {
    harness.runner
      .on(/seal-status/, status(false))
      .on(/^kubectl get secrets/, secret('token', 'other'))
      .on(/^kubectl exec .*--container vault vault-0 .*token lookup/, '')
    expect(await thrown()).to.equal('RDE_VAULT_DISAGREES')
  })
})
