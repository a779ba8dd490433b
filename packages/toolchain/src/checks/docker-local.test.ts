import {expect} from 'chai'

import {answering, contextWith} from '../testing/check-context.js'
import {dockerLocal} from './docker-local.js'

describe('the check that Docker is on this machine', () => {
  const remote = (address: string) => dockerLocal.run(contextWith({kind: 'remote', address}))

  it('accepts a socket', async () => {
    expect((await dockerLocal.run(contextWith(answering()))).status).to.equal('ok')
  })

  it('refuses a remote engine and suggests the local one', async () => {
    const {status, detail, remedies} = await remote('tcp://127.0.0.1:2375')
    expect(status).to.equal('error')
    expect(detail).to.contain('engine at tcp://127.0.0.1:2375')
    expect(remedies[0]?.command).to.contain('unset DOCKER_HOST')
  })

  it('does not repeat a password in the address', async () => {
    expect((await remote('ssh://me:geheim@far')).detail).to.contain('ssh://me:••••@far')
  })

  it('does not apply when the address is unknown', async () => {
    const state = {kind: 'unreachable', address: '', reason: 'no-context', message: ''} as const
    expect(await dockerLocal.applies!(contextWith(state))).to.equal(false)
  })
})
