import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {apiAway, StackHarness, relayCoreStack} from '../testing/stack-harness.js'
import {vaultUnsealed} from './vault-unsealed.js'

const status = (initialized: boolean, sealed: boolean) => JSON.stringify({initialized, sealed, version: '1.13.0'})
const secret = clusterObjects.vaultSecret('token', 'key')
const pod = clusterObjects.pod('relay-system/vault-0')
const initialising = /^kubectl create --raw \S+\/sys\/init /
const unsealing = /^kubectl create --raw \S+\/sys\/unseal /

describe('the phase vault-unsealed', () => {
  let harness: StackHarness
  beforeEach(() => (harness = new StackHarness()))
  afterEach(() => harness.close())

  const run = async () => vaultUnsealed(await harness.choose(relayCoreStack), harness.view).run(harness.context)
  const known = (rootToken: string, key: string) => {
    const vault = {rootToken, unsealKeys: [key]}
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault}}
  }
  const answers = (seal: string) => harness.told(/seal-status/, seal).keeps(secret)

  it('changes nothing where Vault is open', async () => {
    known('token', 'key')
    harness.sees(pod)
    answers(status(true, false))
    expect(await run()).to.deep.equal({changed: false, detail: 'open'})
  })

  it("waits for Vault's pod", async () => {
    known('token', 'key')
    harness.sees().sees(pod)
    answers(status(true, false))
    await run()
    expect(harness.reports).to.deep.equal(["waiting for Vault's pod, which is not there"])
  })

  it('initialises a new Vault, unseals it and keeps its credentials in both places', async () => {
    harness.sees(pod)
    harness.told(/seal-status/, status(false, true)).keeps()
    harness.told(/^kubectl get secrets /, JSON.stringify({items: []}))
    harness.told(initialising, JSON.stringify({keys: ['new key'], root_token: 'new token'}))
    harness.told(unsealing, status(true, false)).told(/^kubectl apply /)
    expect(await run()).to.deep.equal({changed: true, detail: 'initialised, unsealed'})
    expect(harness.config.credentials.vault).to.deep.equal({rootToken: 'new token', unsealKeys: ['new key']})
    expect(harness.given).to.deep.equal([['Secret/vault']])
  })

  it('unseals a sealed one with the key that config.json holds', async () => {
    known('token', 'key')
    harness.sees(pod)
    answers(status(true, true)).told(unsealing, status(true, false))
    expect((await run()).detail).to.equal('unsealed')
    expect(harness.runner.requests.find(({args}) => args[2]?.endsWith('/sys/unseal'))?.input).to.equal('{"key":"key"}')
  })

  it('changes nothing where Vault refuses the key', async () => {
    known('token', 'wrong')
    harness.sees(pod)
    const stderr = 'Error from server (BadRequest): the server rejected our request for an unknown reason'
    answers(status(true, true)).told(unsealing, {exitCode: 1, stderr})
    const {code} = await failureOf(run)
    expect([code, harness.given]).to.deep.equal(['RDE_VAULT_DISAGREES', []])
  })

  it('takes no side where config.json and the Secret differ', async () => {
    known('other', 'key')
    harness.sees(pod)
    answers(status(true, false)).told(/^kubectl exec .*token lookup/, {
      exitCode: 2,
      stderr: 'Error looking up token: Code: 403. Errors: * permission denied',
    })
    expect((await failureOf(run)).message).to.contain('does not know the token in config.json')
    expect(harness.config.credentials.vault?.rootToken).to.equal('other')
  })

  it('goes on when the API server was away for a moment', async () => {
    known('token', 'key')
    harness.sees(pod)
    harness.told(/seal-status/, apiAway)
    answers(status(true, false))
    expect((await run()).changed).to.equal(false)
    expect(harness.reports).to.deep.equal(['waiting for the API server'])
  })
})
