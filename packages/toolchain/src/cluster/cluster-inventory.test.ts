import {clusterIdentity, defaultConfig} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {asRunning, parts, registryPortOf, takeInventory} from './cluster-inventory.js'
import {Docker} from '../docker/docker.js'

const identity = clusterIdentity('rde-test-acc')
const inventory = (recording: string) =>
  takeInventory(new Docker(new ScriptedProcessRunner().play(recording)), identity)

describe('takeInventory', () => {
  it('lists the parts in start order: the registry first, the load balancer last', async () => {
    expect(parts(await inventory('docker running.ps')).map(({name}) => name)).to.deep.equal([
      'rde-test-acc-registry.localhost',
      'k3d-rde-test-acc-server-0',
      'k3d-rde-test-acc-agent-0',
      'k3d-rde-test-acc-agent-1',
      'k3d-rde-test-acc-serverlb',
    ])
  })

  it('omits a missing agent', async () => {
    const {agents} = await inventory('docker agent-missing.ps')
    expect(agents.map(({name}) => name)).to.deep.equal(['k3d-rde-test-acc-agent-1'])
  })

  it('has no parts without a cluster', async () => {
    expect(parts(await inventory('docker absent.ps'))).to.deep.equal([])
  })

  it('lists containers without a role, but not as parts', async () => {
    const tools = {Names: 'k3d-rde-test-acc-tools', Labels: {'k3d.role': 'noRole'}}
    const line = JSON.stringify({...tools, State: 'exited', Image: '', Status: '', Mounts: '', Ports: ''})
    const found = await takeInventory(new Docker(new ScriptedProcessRunner().on(/^docker ps/, line)), identity)
    expect([parts(found).length, found.containers.length]).to.deep.equal([0, 1])
  })

  it('returns the port of the running registry, whatever config.json has for the next cluster', async () => {
    const running = await inventory('docker running.ps')
    const config = defaultConfig(clusterIdentity('rde'))
    expect([registryPortOf(running), asRunning(config, running).cluster.registryPort]).to.deep.equal([23_646, 23_646])
    expect(asRunning(config, await inventory('docker absent.ps'))).to.equal(config)
  })
})
