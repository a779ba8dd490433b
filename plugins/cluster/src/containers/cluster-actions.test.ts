import type {ClusterInventory, Container, ContainerState} from '@rde/toolchain'
import {expect} from 'chai'

import {clusterActions, type ClusterFacts} from './cluster-actions.js'

const container = (name: string, role: string, state: ContainerState = 'running'): Container => ({
  name,
  state,
  image: 'rancher/k3s:v1.33.4-k3s1',
  status: '',
  labels: {'k3d.cluster': 'rde', 'k3d.role': role},
  volumes: [],
  ports: [],
})

const server = (state?: ContainerState) => container('k3d-rde-server-0', 'server', state)
const agent = (number: number, state?: ContainerState) => container(`k3d-rde-agent-${number}`, 'agent', state)
const balancer = (state?: ContainerState) => container('k3d-rde-serverlb', 'loadbalancer', state)
const registry = (state?: ContainerState) => container('rde-registry.localhost', 'registry', state)

function inventory(containers: readonly Container[]): ClusterInventory {
  const of = (role: string) => containers.filter(({labels}) => labels['k3d.role'] === role)
  return {
    servers: of('server'),
    agents: of('agent'),
    loadBalancers: of('loadbalancer'),
    registries: of('registry'),
    containers,
  }
}

const whole = [registry(), server(), agent(0), agent(1), balancer()]
const facts = (containers: readonly Container[], more: Partial<ClusterFacts> = {}): ClusterFacts => ({
  inventory: inventory(containers),
  leftovers: [],
  agents: 2,
  known: true,
  createUnderWay: false,
  ...more,
})
const actionKinds = (given: ClusterFacts) => clusterActions(given).map((action) => action.do)

describe('clusterActions', () => {
  it('does nothing if every container runs', () => {
    expect(actionKinds(facts(whole))).to.deep.equal([])
  })

  it('creates the cluster if there is none', () => {
    expect(actionKinds(facts([], {known: false}))).to.deep.equal(['create'])
  })

  it('clears the leftovers of a killed delete before it creates', () => {
    expect(actionKinds(facts([], {leftovers: ['k3d-rde']}))).to.deep.equal(['clear', 'create'])
  })

  it('removes and recreates the cluster after an interrupted create, even if all of it runs', () => {
    expect(actionKinds(facts(whole, {known: false, createUnderWay: true}))).to.deep.equal(['clear', 'create'])
  })

  it('clears a registry without nodes', () => {
    expect(actionKinds(facts([registry()], {known: false}))).to.deep.equal(['clear', 'create'])
  })

  it('adopts a cluster that config.json does not know, and destroys nothing', () => {
    expect(actionKinds(facts(whole, {known: false}))).to.deep.equal(['adopt'])
  })

  it('starts the registry before the nodes', () => {
    const stopped = [registry('exited'), server('exited'), agent(0, 'exited'), agent(1, 'exited'), balancer('exited')]
    expect(actionKinds(facts(stopped))).to.deep.equal(['start-registry', 'start-nodes'])
  })

  it('unpauses a paused node', () => {
    expect(clusterActions(facts([registry(), server(), agent(0, 'paused'), agent(1), balancer()]))).to.deep.equal([
      {do: 'unpause', names: ['k3d-rde-agent-0']},
    ])
  })

  it('replaces a missing agent, under the free name', () => {
    expect(clusterActions(facts([registry(), server(), agent(1), balancer()]))).to.deep.equal([
      {do: 'add-agents', names: ['rde-agent-0']},
    ])
  })

  it('adds the further agents of config.json', () => {
    expect(clusterActions(facts(whole, {agents: 4}))).to.deep.equal([
      {do: 'add-agents', names: ['rde-agent-2', 'rde-agent-3']},
    ])
  })

  it('keeps agents beyond the number in config.json', () => {
    expect(actionKinds(facts(whole, {agents: 1}))).to.deep.equal([])
  })

  it('restores the registry if its container is missing', () => {
    expect(actionKinds(facts(whole.slice(1)))).to.deep.equal(['restore-registry'])
  })

  it('cannot replace a missing server, and names delete', () => {
    expect(() => clusterActions(facts([registry(), agent(0), agent(1), balancer()])))
      .to.throw('server node is gone')
      .with.nested.property('remedies[0].command', 'rde cluster delete')
  })

  it('cannot replace a missing load balancer', () => {
    expect(() => clusterActions(facts(whole.slice(0, 4)))).to.throw('load balancer is gone')
  })
})
