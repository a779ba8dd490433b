import {expect} from 'chai'

import {answering, contextWith} from '../testing/check-context.js'
import type {Toolchain} from '../toolchain.js'
import {toolsCheck} from './tools.js'

describe('the check of the tools', () => {
  it('tells all that cannot be used, a line and a remedy each', async () => {
    const {status, detail, remedies} = await toolsCheck.run(contextWith({kind: 'no-client'}, {tools: ['k3d', 'helm']}))
    expect(status).to.equal('error')
    expect(detail).to.equal('k3d is not installed.\nhelm is not installed.')
    expect(remedies).to.have.length(2)
  })

  it('tells the version of the engine, not that of a newer client', async () => {
    const toolchain = {examine: async () => ({found: {docker: {path: '/d', version: '28.2.2'}}, problems: []})}
    const context = contextWith(answering(), {tools: ['docker'], toolchain: toolchain as unknown as Toolchain})
    expect((await toolsCheck.run(context)).detail).to.equal('Docker 20.10.24 (client 28.2.2)')
  })
})
