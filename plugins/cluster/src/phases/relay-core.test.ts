import {readFileSync} from 'node:fs'

import type {ChosenStack} from '@rde/stack'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {recordOf} from '../install/prepared-component.js'
import {StackHarness, relayCoreStack} from '../testing/stack-harness.js'
import {relayCorePhase} from './relay-core.js'

const {running, scaledToZero, fromBefore, complete, namespaces, waiting} = clusterObjects
const operator = 'relay-system/relay-core-v1-operator'
const vaultInit = complete('relay-system/relay-core-v1-vault-init')
const tenants = namespaces('relay-tenants')
const healthy = [running(operator), vaultInit, tenants]
const mounts = {'customers/': {}, 'transit-tenants/': {}}
const auths = {'kubernetes/': {}, 'jwt-tenants/': {}}
const policies = ['operator', 'metadata-api', 'metadata-api-tenant']
const inVault = (secret: object, auth: object, policies: readonly string[]) =>
  [{data: {auth, secret}}, policies].map((part) => JSON.stringify(part)).join('\n,\n')
const open = JSON.stringify({initialized: true, sealed: false, version: '1.13.0'})
const credentials = {rootToken: 'token', unsealKeys: ['key']}

describe('the phase relay-core', () => {
  let harness: StackHarness
  let stack: ChosenStack

  beforeEach(async () => {
    harness = new StackHarness()
    stack = await harness.choose(relayCoreStack, {'chart/Chart.yaml': 'name: relay-core\nversion: 1.0.0\n'})
    harness.has('Namespace relay-system')
  })
  afterEach(() => harness.close())

  const run = () => relayCorePhase(stack, harness.view).run(harness.context)
  const failed = () =>
    run().then(
      () => expect.fail('it did not fail'),
      (error: Error) => error.message,
    )
  const upgraded = () =>
    harness
      .told(/^kubectl get namespaces\//)
      .told(/^helm upgrade --install relay-core /, JSON.stringify({version: 2, info: {status: 'deployed'}}))
  const touched = () => harness.told(/^kubectl annotate relaycores\.install\.relay\.sh relay-core-v1 /)
  const vaultHolds = (...stack: Parameters<typeof inVault>) => {
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
    harness.told(/^kubectl exec /, inVault(...stack))
  }

  it('costs one look where it is unchanged and healthy', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(...healthy)
    expect(await run()).to.include({changed: false, detail: 'ready'})
    expect(harness.done).to.deep.equal([])
  })

  it('asks Vault again when the API server was away for a moment', async () => {
    await harness.knows('relay-core', stack)
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
    harness.sees(...healthy).told(/seal-status/, open)
    harness.told(/^kubectl exec /, {
      exitCode: 1,
      stderr: 'Unable to connect to the server: net/http: TLS handshake timeout',
    })
    harness.told(/^kubectl exec /, inVault(mounts, auths, policies))
    expect(await run()).to.include({changed: false, detail: 'ready'})
  })

  it('is installed, and leaves it to the probe run to remember that', async () => {
    harness.sees()
    upgraded().sees(...healthy)
    expect((await run()).detail).to.equal('installed')
    expect([harness.given, [...harness.view.applied]]).to.deep.equal([[], ['relay-core']])
  })

  it('gives helm the values of the stack, and keeps none of them in config.json', async () => {
    harness.sees()
    upgraded().sees(...healthy)
    await run()
    expect(harness.config.helm.values).to.deep.equal({})
    expect(readFileSync(harness.data.values('relay-core'), 'utf8')).to.match(/^# Made from the stack and config\.json/)
  })

  it('does not ask Vault what relay-core made in it before vault-init was there', async () => {
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
    harness.sees()
    upgraded().sees(...healthy)
    await run()
    expect(harness.runner.commandLines.join('\n')).not.to.match(/seal-status|exec/)
  })

  it('touches the RelayCore where a Deployment was scaled to 0', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(scaledToZero(operator), vaultInit, tenants)
    harness.told(/^kubectl scale deployments\.apps\/relay-core-v1-operator /)
    upgraded()
    touched().sees(...healthy)
    expect((await run()).detail).to.equal('repaired')
  })

  it('touches the RelayCore where the namespace of the tenants is gone', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(running(operator), vaultInit)
    upgraded()
    touched().sees(...healthy)
    expect((await run()).detail).to.equal('repaired')
  })

  it('makes only the pods with a Vault agent anew, where all come back by themselves, and wants that proved', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(fromBefore(operator), vaultInit, tenants).sees(...healthy)
    harness.told(/^kubectl delete pods relay-core-v1-operator --namespace relay-system --grace-period=3 /)
    expect((await run()).detail).to.equal('ready again')
    expect([harness.done, [...harness.view.applied]]).to.deep.equal([
      ['kubectl delete pods relay-core-v1-operator'],
      ['relay-core'],
    ])
  })

  it('makes the pods with a Vault agent anew where the last start proved no run', async () => {
    const record = {...recordOf(await stack.prepare('relay-core', harness.context)), hash: 'unfinished'}
    harness.keeps(clusterObjects.record(record)).sees(...healthy)
    harness.told(/^kubectl apply /).told(/^kubectl patch relaycores\.install\.relay\.sh relay-core-v1 /)
    upgraded().sees(...healthy)
    harness.told(/^kubectl delete pods relay-core-v1-operator --namespace relay-system /)
    expect((await run()).detail).to.equal('installed')
  })

  it('changes nothing where Vault has all that relay-core made', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(...healthy)
    vaultHolds(mounts, auths, policies)
    expect((await run()).changed).to.equal(false)
  })

  it('has Vault set up again where a policy is missing', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(...healthy)
    vaultHolds(mounts, auths, policies.slice(1))
    upgraded().told(/^kubectl delete jobs\.batch relay-core-v1-vault-init /)
    touched().sees(...healthy)
    expect((await run()).detail).to.equal('repaired')
    expect(harness.reports).to.include('Vault lacks policy operator: setting it up again')
  })

  it('renews the agents where an auth method was missing, and waits for their pods', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(...healthy)
    vaultHolds(mounts, {'kubernetes/': {}}, policies)
    upgraded().told(/^kubectl delete jobs\.batch /)
    touched().sees(...healthy)
    harness.told(/^kubectl delete pods relay-core-v1-operator /).sees(...healthy)
    expect((await run()).detail).to.equal('repaired')
  })

  it("gives helm's own words where the chart fails", async () => {
    harness.sees().told(/^kubectl get namespaces\//)
    harness.told(/^helm upgrade /, {exitCode: 1, stderr: 'Error: UPGRADE FAILED: parse error at (relay-core/x.yaml:1)'})
    expect(await failed()).to.contain('parse error at (relay-core/x.yaml:1)')
    expect(harness.view.applied.size).to.equal(0)
  })

  it('ends at once with the words of a pod that cannot heal', async () => {
    harness.sees()
    upgraded().sees(waiting(operator, 'ImagePullBackOff', 'relay-operator:local: not found'), vaultInit, tenants)
    expect(await failed()).to.contain('relay-operator:local: not found')
  })

  it('ends when its time is over while Vault stays sealed', async () => {
    await harness.knows('relay-core', stack)
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
    harness.sees(...healthy).told(/seal-status/, JSON.stringify({initialized: true, sealed: true, version: '1.13.0'}))
    harness.endsAt('waiting for Vault to be unsealed')
    expect(await failed()).to.match(/out of time|aborted/)
  })
})
