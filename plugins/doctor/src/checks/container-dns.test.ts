import {expect} from 'chai'

import {newConfig, clusterIdentity, DataDirectory} from '@rde/config'
import type {DoctorContext} from '@rde/plugin-kit'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain'
import {answering, contextWith} from '@rde/toolchain/testing/check-context'

import {containerDns} from './container-dns.js'

describe('the check of names in containers', () => {
  const identity = clusterIdentity('rde-test-dns')
  let runner: ScriptedProcessRunner
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  afterEach(() => runner.assertFinished())

  const check = async (lookup: () => Promise<unknown>) => {
    const session = {identity, tools: () => ({docker: new Docker(runner)})}
    const config = await newConfig(DataDirectory.fromEnvironment({HOME: '/nonexistent'}), identity)
    const context = {...contextWith(answering(), {runner}), session, config, signal: new AbortController().signal}
    return containerDns(lookup).run(context as unknown as DoctorContext)
  }
  const online = async () => []
  const hasImage = () =>
    runner.on(/^docker ps /, '').on(/^docker image inspect /, '{"Id":"sha256:1","Architecture":"amd64","Os":"linux"}')

  it('is skipped if this machine does not resolve names either', async () => {
    const {status, detail} = await check(() => Promise.reject(new Error('EAI_AGAIN')))
    expect([status, detail]).to.deep.equal(['ok', 'not checked: this machine resolves no names of the Internet'])
  })

  it('warns if containers do not resolve a name that this machine resolves', async () => {
    hasImage().on(/^docker run --rm --entrypoint nslookup /, {
      failure: 'exit-code',
      exitCode: 1,
      stderr: ';; connection timed out; no servers could be reached',
    })
    const {status, detail, remedies} = await check(online)
    expect([status, detail]).to.deep.equal([
      'warning',
      'Containers do not resolve registry-1.docker.io, although this machine does: images cannot be pulled by the nodes.',
    ])
    expect(remedies[0]?.command).to.equal('resolvectl dns || cat /etc/resolv.conf')
  })

  it('is skipped for a cluster whose nodes are elsewhere', async () => {
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    const config = await newConfig(DataDirectory.fromEnvironment({HOME: '/nonexistent'}), identity)
    const elsewhere = {...config, cluster: {...config.cluster, attached}}
    const context = {...contextWith(answering(), {runner}), config: elsewhere} as unknown as DoctorContext
    expect(await containerDns(online).applies!(context)).to.equal(false)
  })

  it('passes if they do', async () => {
    hasImage().on(/^docker run --rm --entrypoint nslookup /, 'Address: 1.2.3.4')
    expect((await check(online)).status).to.equal('ok')
  })
})
