import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {sealStatus} from '../install/vault/vault-questions.js'
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
  const answers = (seal: string) => harness.on(/seal-status/, seal).keeps(secret)

  it('changes nothing if Vault is open', async () => {
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

  it('unseals the pod that follows a stopped one, which answered that it is open', async () => {
    known('token', 'key')
    const stopped = pod.map((object) => ({
      ...object,
      metadata: {...object.metadata, deletionTimestamp: '2026-11-30T10:00:00Z'},
    }))
    harness.sees(stopped).sees(pod)
    harness
      .on(/seal-status/, status(true, false))
      .on(/seal-status/, status(true, true))
      .keeps(secret)
    harness.on(unsealing, status(true, false))
    const {context} = harness
    await context.answers.of(sealStatus)
    const phase = vaultUnsealed(await harness.choose(relayCoreStack), harness.view)
    expect((await phase.run(context)).detail).to.equal('unsealed')
    expect(harness.reports[0]).to.equal("waiting for Vault's pod, which is being deleted")
  })

  it('initialises a new Vault, unseals it and saves its credentials in config.json and the Secret', async () => {
    harness.sees(pod)
    harness.on(/seal-status/, status(false, true)).keeps()
    harness.on(/^kubectl get secrets /, JSON.stringify({items: []}))
    harness.on(initialising, JSON.stringify({keys: ['new key'], root_token: 'new token'}))
    harness.on(unsealing, status(true, false)).on(/^kubectl apply /)
    expect(await run()).to.deep.equal({changed: true, detail: 'initialised, unsealed'})
    expect(harness.config.credentials.vault).to.deep.equal({rootToken: 'new token', unsealKeys: ['new key']})
    expect(harness.given).to.deep.equal([['Secret/vault']])
  })

  it('unseals a sealed Vault with the key in config.json', async () => {
    known('token', 'key')
    harness.sees(pod)
    answers(status(true, true)).on(unsealing, status(true, false))
    expect((await run()).detail).to.equal('unsealed')
    expect(harness.runner.requests.find(({args}) => args[2]?.endsWith('/sys/unseal'))?.input).to.equal('{"key":"key"}')
  })

  it('changes nothing if Vault refuses the key', async () => {
    known('token', 'wrong')
    harness.sees(pod)
    const stderr = 'Error from server (BadRequest): the server rejected our request for an unknown reason'
    answers(status(true, true)).on(unsealing, {exitCode: 1, stderr})
    const {code} = await failureOf(run)
    expect([code, harness.given]).to.deep.equal(['RDE_VAULT_DISAGREES', []])
  })

  it('changes nothing if config.json and the Secret differ', async () => {
    known('other', 'key')
    harness.sees(pod)
    answers(status(true, false)).on(/^kubectl exec .*token lookup/, {
      exitCode: 2,
      stderr: 'Error looking up token: Code: 403. Errors: * permission denied',
    })
    expect((await failureOf(run)).message).to.contain('does not know the token in config.json')
    expect(harness.config.credentials.vault?.rootToken).to.equal('other')
  })

  it('continues after a short outage of the API server', async () => {
    known('token', 'key')
    harness.sees(pod)
    harness.on(/seal-status/, apiAway)
    answers(status(true, false))
    expect((await run()).changed).to.equal(false)
    expect(harness.reports).to.deep.equal(['waiting for the API server'])
  })
})
