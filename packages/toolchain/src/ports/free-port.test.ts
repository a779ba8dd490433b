import {once} from 'node:events'
import {createServer, type AddressInfo, type Server} from 'node:net'

import {expect} from 'chai'

import {isPortFree, nextFreePort} from './free-port.js'

describe('a port of 127.0.0.1', () => {
  let server: Server
  const listen = async (host: string) => {
    server = createServer().listen(0, host)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  afterEach(() => server.close())

  it('is taken when a program listens on it', async () => {
    expect(await isPortFree(await listen('127.0.0.1'))).to.equal(false)
  })

  it('is taken when a program listens on every address', async () => {
    expect(await isPortFree(await listen('0.0.0.0'))).to.equal(false)
  })

  it('is free again when nobody listens, and stays free after the check', async () => {
    const port = await listen('127.0.0.1')
    server.close()
    await once(server, 'close')
    expect([await isPortFree(port), await isPortFree(port)]).to.deep.equal([true, true])
  })

  it('is followed by the next free port that is not reserved', async () => {
    const port = await listen('127.0.0.1')
    expect(await nextFreePort(port, new Set([port + 1]))).to.be.greaterThan(port + 1)
  })

  it('has no successor after the last port', async () => {
    await listen('127.0.0.1')
    expect(await nextFreePort(65_536)).to.equal(undefined)
  })
})
