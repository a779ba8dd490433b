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
      .on(/^kubectl get namespaces\//)
      .on(/^helm upgrade --install relay-core /, JSON.stringify({version: 2, info: {status: 'deployed'}}))
  const touched = () => harness.on(/^kubectl annotate relaycores\.install\.relay\.sh relay-core-v1 /)
  const vaultHolds = (...stack: Parameters<typeof inVault>) => {
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
    harness.on(/^kubectl exec /, inVault(...stack))
  }

  it('costs one look if it is unchanged and healthy', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(...healthy)
    expect(await run()).to.include({changed: false, detail: 'ready'})
    expect(harness.done).to.deep.equal([])
  })

  it('asks Vault again after a short outage of the API server', async () => {
    await harness.knows('relay-core', stack)
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
    harness.sees(...healthy).on(/seal-status/, open)
    harness.on(/^kubectl exec /, {
      exitCode: 1,
      stderr: 'Unable to connect to the server: net/http: TLS handshake timeout',
    })
    harness.on(/^kubectl exec /, inVault(mounts, auths, policies))
    expect(await run()).to.include({changed: false, detail: 'ready'})
  })

  it('is installed, and leaves its record to the probe run', async () => {
    harness.sees()
    upgraded().sees(...healthy)
    expect((await run()).detail).to.equal('installed')
    expect([harness.given, [...harness.view.applied]]).to.deep.equal([[], ['relay-core']])
  })

  it('passes the values of the stack to helm, and saves none of them in config.json', async () => {
    harness.sees()
    upgraded().sees(...healthy)
    await run()
    expect(harness.config.helm.values).to.deep.equal({})
    expect(readFileSync(harness.data.values('relay-core'), 'utf8')).to.match(/^# Made from the stack and config\.json/)
  })

  it('does not check the content of Vault before vault-init exists', async () => {
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
    harness.sees()
    upgraded().sees(...healthy)
    await run()
    expect(harness.runner.commandLines.join('\n')).not.to.match(/seal-status|exec/)
  })

  it('touches the RelayCore if a Deployment was scaled to 0', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(scaledToZero(operator), vaultInit, tenants)
    harness.on(/^kubectl scale deployments\.apps\/relay-core-v1-operator /)
    upgraded()
    touched().sees(...healthy)
    expect((await run()).detail).to.equal('repaired')
  })

  it('touches the RelayCore if the namespace of the tenants is missing', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(running(operator), vaultInit)
    upgraded()
    touched().sees(...healthy)
    expect((await run()).detail).to.equal('repaired')
  })

  it('recreates only the pods with a Vault agent if all recover by themselves, and requires a probe run', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(fromBefore(operator), vaultInit, tenants).sees(...healthy)
    harness.on(/^kubectl delete pods relay-core-v1-operator --namespace relay-system --grace-period=3 /)
    expect((await run()).detail).to.equal('ready again')
    expect([harness.done, [...harness.view.applied]]).to.deep.equal([
      ['kubectl delete pods relay-core-v1-operator'],
      ['relay-core'],
    ])
  })

  it('recreates the pods with a Vault agent if the last start made no successful probe run', async () => {
    const record = {...recordOf(await stack.prepare('relay-core', harness.context)), hash: 'unfinished'}
    harness.keeps(clusterObjects.record(record)).sees(...healthy)
    harness.on(/^kubectl apply /).on(/^kubectl patch relaycores\.install\.relay\.sh relay-core-v1 /)
    upgraded().sees(...healthy)
    harness.on(/^kubectl delete pods relay-core-v1-operator --namespace relay-system /)
    expect((await run()).detail).to.equal('installed')
  })

  it('changes nothing if Vault has everything that relay-core made', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(...healthy)
    vaultHolds(mounts, auths, policies)
    expect((await run()).changed).to.equal(false)
  })

  it('sets up Vault again if a policy is missing', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(...healthy)
    vaultHolds(mounts, auths, policies.slice(1))
    upgraded().on(/^kubectl delete jobs\.batch relay-core-v1-vault-init /)
    touched().sees(...healthy)
    expect((await run()).detail).to.equal('repaired')
    expect(harness.reports).to.include('Vault is missing policy operator: setting it up again')
  })

  it('renews the agents if an auth method was missing, and waits for their pods', async () => {
    await harness.knows('relay-core', stack)
    harness.sees(...healthy)
    vaultHolds(mounts, {'kubernetes/': {}}, policies)
    upgraded().on(/^kubectl delete jobs\.batch /)
    touched().sees(...healthy)
    harness.on(/^kubectl delete pods relay-core-v1-operator /).sees(...healthy)
    expect((await run()).detail).to.equal('repaired')
  })

  it("reports helm's message if the chart fails", async () => {
    harness.sees().on(/^kubectl get namespaces\//)
    harness.on(/^helm upgrade /, {exitCode: 1, stderr: 'Error: UPGRADE FAILED: parse error at (relay-core/x.yaml:1)'})
    expect(await failed()).to.contain('parse error at (relay-core/x.yaml:1)')
    expect(harness.view.applied.size).to.equal(0)
  })

  it('ends at once with the message of a pod that cannot recover', async () => {
    harness.sees()
    upgraded().sees(waiting(operator, 'ImagePullBackOff', 'relay-operator:local: not found'), vaultInit, tenants)
    expect(await failed()).to.contain('relay-operator:local: not found')
  })

  it('ends at its deadline while Vault stays sealed', async () => {
    await harness.knows('relay-core', stack)
    harness.config = {...harness.config, credentials: {...harness.config.credentials, vault: credentials}}
    harness.sees(...healthy).on(/seal-status/, JSON.stringify({initialized: true, sealed: true, version: '1.13.0'}))
    harness.endsAt('waiting for Vault to be unsealed')
    expect(await failed()).to.match(/out of time|aborted/)
  })
})
