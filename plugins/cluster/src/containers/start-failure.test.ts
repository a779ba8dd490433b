import {RdeError} from '@rde/errors'
import type {PhaseContext} from '@rde/plugin-kit'
import {expect} from 'chai'

import {startFailure, takenPort} from './start-failure.js'

describe('takenPort', () => {
  it('finds the port in a message of the engine', () => {
    expect(takenPort('Bind for 127.0.0.1:5111 failed: port is already allocated')).to.equal(5111)
  })

  it('finds the port in a message of the system', () => {
    expect(takenPort('listen tcp4 127.0.0.1:6111: bind: address already in use')).to.equal(6111)
  })

  it('finds none in other failures', () => {
    expect(takenPort('no such container')).to.equal(undefined)
  })
})

describe('startFailure', () => {
  const context = {identity: {network: 'k3d-rde'}} as PhaseContext

  it('reports the missing network of a stopped cluster, and names delete', async () => {
    const failed = new Error(`Error response from daemon: network ${'f3'.repeat(32)} not found`)
    const error = await startFailure(failed, context)
    expect(error).to.have.property('code', 'RDE_NETWORK_GONE')
    expect(error).to.have.nested.property('remedies[0].command', 'rde cluster delete')
  })

  it("names the cause of a known message, with the tool's own message below", async () => {
    const message = 'Error response from daemon: all predefined address pools have been fully subnetted'
    const failed = new RdeError(`k3d could not create the cluster.\n${message}`, {
      code: 'RDE_CREATE_FAILED',
      outcome: 'Everything that was created has been removed.',
    })
    const error = (await startFailure(failed, context)) as RdeError
    expect(error.code).to.equal('RDE_NETWORKS_EXHAUSTED')
    expect(error.message).to.match(/^Docker has no address range left for another network\.\n[^]*fully subnetted$/)
    expect(error.outcome).to.equal('Everything that was created has been removed.')
  })

  it('returns other errors unchanged', async () => {
    const error = new Error('no such container')
    expect(await startFailure(error, context)).to.equal(error)
  })
})
