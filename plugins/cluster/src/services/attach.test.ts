import {existsSync, readFileSync, rmSync} from 'node:fs'

import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {AttachedHarness} from '../testing/attached-harness.js'
import {PhaseHarness} from '../testing/phase-harness.js'
import {attachCluster} from './attach.js'

const exported = (server: string) =>
  JSON.stringify({clusters: [{name: 'team', cluster: {server}}], users: [{name: 'me', user: {token: 'mine'}}]})

describe('attachCluster', () => {
  let harness: PhaseHarness
  beforeEach(() => {
    harness = new PhaseHarness()
    process.env['RDE_KUBECTL'] = process.env['RDE_DOCKER']
    harness.runner.always(/^\S+ version --client/, JSON.stringify({clientVersion: {gitVersion: 'v1.33.4'}}))
  })
  afterEach(() => {
    delete process.env['RDE_KUBECTL']
    harness.close()
  })

  const attach = (context = 'team') =>
    attachCluster(harness.session, {
      ...{context, kubeconfig: '/home/me/config', registry: 'localhost:5000=reg.local:5000'},
      ...{signal: harness.interruption.signal, report() {}},
    })
  const hasContext = (server = 'https://team.example:6443') =>
    harness.runner.on(/^kubectl config view --raw --minify --flatten --context=/, exported(server))
  const refused = (work: Promise<unknown>) => work.catch((error: unknown) => error)

  it('refuses a name that is taken, and does not change that cluster', async () => {
    harness.close()
    harness = new AttachedHarness()
    process.env['RDE_KUBECTL'] = process.env['RDE_DOCKER']
    harness.runner.always(/^\S+ version --client/, JSON.stringify({clientVersion: {gitVersion: 'v1.33.4'}}))
    const before = readFileSync(harness.data.config, 'utf8')
    hasContext()
    expect(await refused(attach())).to.include({code: 'RDE_CLUSTER_EXISTS'})
    expect(readFileSync(harness.data.config, 'utf8')).to.equal(before)
  })

  it('names the context that cannot be read, with the message of kubectl', async () => {
    harness.runner.on(/^kubectl config view /, {exitCode: 1, stderr: 'error: context "team" does not exist'})
    const error = (await refused(attach())) as {code: string; message: string}
    expect([error.code, error.message]).to.deep.equal([
      'RDE_CONTEXT_UNREADABLE',
      'The context team cannot be read: context "team" does not exist',
    ])
  })

  it('leaves nothing behind of an unsuitable cluster', async () => {
    rmSync(harness.data.cluster, {recursive: true})
    hasContext()
      .on(/^docker ps /)
      .on(/^kubectl version /, JSON.stringify({serverVersion: {gitVersion: 'v1.24.1', minor: '24'}}))
      .on(/^kubectl auth can-i /, {exitCode: 1, stderr: ''})
      .on(/^kubectl get storageclasses/, '{"items": []}')
    const error = (await refused(attach())) as {code: string; message: string}
    expect(error.message).to.contain('Kubernetes v1.24.1').and.contain('administrator').and.contain('storage class')
    expect(existsSync(harness.data.cluster)).to.equal(false)
  })

  it("proposes the user's kubectl, because `rde kubectl` has no cluster yet", async () => {
    hasContext()
      .on(/^docker ps /)
      .on(/^kubectl version /, {exitCode: 1, stderr: 'Unable to connect to the server: EOF'})
      .on(/^kubectl auth can-i /, {exitCode: 1, stderr: 'Unable to connect to the server: EOF'})
      .on(/^kubectl get storageclasses/, {exitCode: 1, stderr: 'Unable to connect to the server: EOF'})
    const error = (await refused(attach())) as RdeError
    expect([error.code, error.oclif.exit]).to.deep.equal(['RDE_API_SILENT', 3])
    expect(error.remedies.map(({command}) => command)).to.deep.equal([
      'kubectl --context team --kubeconfig /home/me/config version',
    ])
  })

  it('leaves nothing behind of a cluster without nodes, whose pulls cannot be checked', async () => {
    rmSync(harness.data.cluster, {recursive: true})
    const isDefault = {annotations: {'storageclass.kubernetes.io/is-default-class': 'true'}}
    hasContext()
      .on(/^docker ps /)
      .on(/^kubectl version /, JSON.stringify({serverVersion: {gitVersion: 'v1.33.4', minor: '33'}}))
      .on(/^kubectl auth can-i /)
      .on(/^kubectl get storageclasses/, JSON.stringify({items: [{metadata: isDefault}]}))
      .on(/^kubectl get nodes/, '{"items": []}')
    const error = (await refused(attach())) as {message: string}
    expect(error.message).to.contain('The cluster has no nodes.')
    expect(existsSync(harness.data.cluster)).to.equal(false)
  })

  it('does not call a cluster that looks like production if there is no terminal to confirm it', async () => {
    hasContext('https://api.prod.example')
    expect(await refused(attach())).to.include({code: 'RDE_CONTEXT_PRODUCTION'})
    expect(existsSync(harness.data.config)).to.equal(false)
  })
})
