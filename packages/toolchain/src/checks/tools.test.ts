import {expect} from 'chai'

import {contextWith} from '../testing/check-context.js'
import {toolsCheck} from './tools.js'

describe('the check of the tools', () => {
  it('tells all that cannot be used, a line and a remedy each', async () => {
    const {status, detail, remedies} = await toolsCheck.run(contextWith({kind: 'no-client'}, {tools: ['k3d', 'helm']}))
    expect(status).to.equal('error')
    expect(detail).to.equal('k3d is not installed.\nhelm is not installed.')
    expect(remedies).to.have.length(2)
  })
})
