import {createServer} from 'node:net'

import {clusterIdentity, writeFileAtomically} from '@rde/config'
import {takeInventory} from '@rde/toolchain'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {choosePorts, portNotes, portsOfOthers, wantedPorts} from './ports.js'

describe('choosePorts', () => {
  /** Calls `use` with a port that is in use during the call. */
  const withTaken = async <T>(use: (port: number) => Promise<T>): Promise<T> => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      return await use((server.address() as {port: number}).port)
    } finally {
      server.close()
    }
  }

  it('replaces a default that is in use by the next free port', async () => {
    const harness = new PhaseHarness()
    await withTaken(async (port) => {
      const ports = {apiPort: port, registryPort: 20_001, httpPort: 20_002}
      const config = {...harness.config, cluster: {...harness.config.cluster, ...ports}}
      const chosen = await choosePorts(config, {...harness.identity, ports})
      expect(chosen.apiPort).to.be.greaterThan(port)
    })
    harness.close()
  })

  it('replaces a default that belongs to another cluster, running or not', async () => {
    const harness = new PhaseHarness()
    const other = harness.data.of('rde-test-other')
    const {apiPort} = harness.identity.ports
    await writeFileAtomically(other.config, JSON.stringify({version: 1, cluster: {apiPort}}))
    const chosen = await choosePorts(harness.config, harness.identity, await portsOfOthers(harness.data))
    expect(chosen.apiPort).to.be.greaterThan(apiPort)
    harness.close()
  })

  it('keeps a port that the user chose, in use or not', async () => {
    const harness = new PhaseHarness()
    await withTaken(async (port) => {
      const config = {...harness.config, cluster: {...harness.config.cluster, apiPort: port}}
      expect((await choosePorts(config, harness.identity)).apiPort).to.equal(port)
    })
    harness.close()
  })
})

describe('wantedPorts', () => {
  const wanted = async (recording: string) => {
    const harness = new PhaseHarness().play(recording)
    const inventory = await takeInventory(harness.tools.docker, harness.identity)
    const ports = wantedPorts(harness.identity.ports, inventory)
    harness.close()
    return ports.map(({port, setting}) => [port, setting])
  }

  it('are none while the cluster itself uses them', async () => {
    expect(await wanted('docker running.ps')).to.deep.equal([])
  })

  it('are all for a new cluster, each with the setting that changes it', async () => {
    expect(await wanted('docker absent.ps')).to.deep.equal([
      [23_645, 'cluster.apiPort'],
      [23_646, 'cluster.registryPort'],
      [23_647, 'cluster.httpPort'],
    ])
  })

  it('have no setting if the cluster was created with them', async () => {
    expect((await wanted('docker stopped.ps')).map(([, setting]) => setting)).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('include those of a load balancer that is down', async () => {
    expect((await wanted('docker api-silent.ps')).map(([port]) => port)).to.deep.equal([23_645, 23_647])
  })
})

describe('portNotes', () => {
  it('name the port that replaces a default', () => {
    const ports = {apiPort: 6111, registryPort: 5111, httpPort: 8111}
    const identity = {...clusterIdentity('rde'), ports}
    expect(portNotes({...ports, httpPort: 8112}, identity, ports)).to.deep.equal([
      'port 8111 is in use; web traffic uses 8112',
    ])
  })
})
