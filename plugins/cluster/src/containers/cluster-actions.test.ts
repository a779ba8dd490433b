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
const deeds = (given: ClusterFacts) => clusterActions(given).map((action) => action.do)

describe('clusterActions', () => {
  it('has nothing to do when every container runs', () => {
    expect(deeds(facts(whole))).to.deep.equal([])
  })

  it('creates where there is nothing', () => {
    expect(deeds(facts([], {known: false}))).to.deep.equal(['create'])
  })

  it('clears what a killed delete left before it creates', () => {
    expect(deeds(facts([], {leftovers: ['k3d-rde']}))).to.deep.equal(['clear', 'create'])
  })

  it('removes and makes anew what an interrupted create left, however much of it runs', () => {
    expect(deeds(facts(whole, {known: false, createUnderWay: true}))).to.deep.equal(['clear', 'create'])
  })

  it('clears a registry that stands alone', () => {
    expect(deeds(facts([registry()], {known: false}))).to.deep.equal(['clear', 'create'])
  })

  it('takes in a cluster that config.json does not know, and destroys nothing', () => {
    expect(deeds(facts(whole, {known: false}))).to.deep.equal(['adopt'])
  })

  it('starts the registry before the nodes', () => {
    const stopped = [registry('exited'), server('exited'), agent(0, 'exited'), agent(1, 'exited'), balancer('exited')]
    expect(deeds(facts(stopped))).to.deep.equal(['start-registry', 'start-nodes'])
  })

  it('unpauses a paused node', () => {
    expect(clusterActions(facts([registry(), server(), agent(0, 'paused'), agent(1), balancer()]))).to.deep.equal([
      {do: 'unpause', names: ['k3d-rde-agent-0']},
    ])
  })

  it('adds an agent that is gone, under the name that is free', () => {
    expect(clusterActions(facts([registry(), server(), agent(1), balancer()]))).to.deep.equal([
      {do: 'add-agents', names: ['rde-agent-0']},
    ])
  })

  it('adds the agents that config.json wants more', () => {
    expect(clusterActions(facts(whole, {agents: 4}))).to.deep.equal([
      {do: 'add-agents', names: ['rde-agent-2', 'rde-agent-3']},
    ])
  })

  it('leaves more agents than wanted alone', () => {
    expect(deeds(facts(whole, {agents: 1}))).to.deep.equal([])
  })

  it('makes the registry again when its container is gone', () => {
    expect(deeds(facts(whole.slice(1)))).to.deep.equal(['restore-registry'])
  })

  it('cannot repair a server that is gone, and names delete', () => {
    expect(() => clusterActions(facts([registry(), agent(0), agent(1), balancer()])))
      .to.throw('server node is gone')
      .with.nested.property('remedies[0].command', 'rde cluster delete')
  })

  it('cannot repair a load balancer that is gone', () => {
    expect(() => clusterActions(facts(whole.slice(0, 4)))).to.throw('load balancer is gone')
  })
})
