import {expect} from 'chai'

import {answering, contextWith} from '../testing/check-context.js'
import type {Toolchain} from '../tools/toolchain.js'
import {toolsCheck} from './tools.js'

describe('the tools check', () => {
  it('lists all unusable tools, one per line, and offers to download them', async () => {
    const {status, detail, remedies, mend} = await toolsCheck.run(
      contextWith({kind: 'no-client'}, {tools: ['k3d', 'helm']}),
    )
    expect(status).to.equal('error')
    expect(detail).to.equal('k3d is not installed.\nhelm is not installed.')
    expect(remedies.map(({command}) => command)).to.deep.equal(['rde doctor --fix'])
    expect(mend?.what).to.match(/^download k3d 5\.9\.0, helm 3\.18\.6 to /)
  })

  it('lists the tools that rde cannot download first', async () => {
    const {remedies} = await toolsCheck.run(contextWith({kind: 'no-client'}, {tools: ['k3d', 'docker']}))
    expect(remedies.map(({what}) => what)).to.deep.equal([
      'Install docker, 20.10 or newer',
      'Let rde download the others',
    ])
  })

  it('shows the version of the engine, not that of a newer client', async () => {
    const toolchain = {examine: async () => ({found: {docker: {path: '/d', version: '28.2.2'}}, problems: []})}
    const context = contextWith(answering(), {tools: ['docker'], toolchain: toolchain as unknown as Toolchain})
    expect((await toolsCheck.run(context)).detail).to.equal('Docker 20.10.24 (client 28.2.2)')
  })

  describe('of a tool that hangs', () => {
    const k3d = {name: 'k3d', what: 'k3d (/k3d) did not print its version within 10 s.', remedies: [], silent: true}
    const toolchain = {examine: async () => ({found: {}, problems: [k3d]})} as unknown as Toolchain
    const silent = {kind: 'unreachable', address: '', reason: 'timeout', message: ''} as const

    it('leaves it to the Docker check if Docker also hangs', async () => {
      const {status} = await toolsCheck.run(contextWith(silent, {tools: ['k3d'], toolchain}))
      expect(status).to.equal('ok')
    })

    it('reports it if Docker answers, and does not offer to download it', async () => {
      const {detail, mend} = await toolsCheck.run(contextWith(answering(), {tools: ['k3d'], toolchain}))
      expect([detail, mend]).to.deep.equal([k3d.what, undefined])
    })
  })
})
