import type {ClusterInventory, Container, ContainerState} from '@rde/toolchain'
import {expect} from 'chai'

import {judge, type StatusFacts} from './verdict.js'

const container = (name: string, role: string, state: ContainerState = 'running'): Container => ({
  name,
  state,
  image: '',
  status: '',
  labels: {'k3d.role': role},
  volumes: [],
  ports: [],
})

const inventory = (states: Partial<Record<string, ContainerState | 'gone'>> = {}): ClusterInventory => {
  const one = (name: string, role: string) => (states[name] === 'gone' ? [] : [container(name, role, states[name])])
  const [servers, agents] = [one('server', 'server'), [...one('agent-0', 'agent'), ...one('agent-1', 'agent')]]
  const [loadBalancers, registries] = [one('balancer', 'loadbalancer'), one('registry', 'registry')]
  return {
    servers,
    agents,
    loadBalancers,
    registries,
    containers: [...servers, ...agents, ...loadBalancers, ...registries],
  }
}

const api = {
  nodes: [{name: 'server', ready: true, reason: ''}],
  ghosts: [],
  dnsProblem: undefined,
  version: 'v1.33.4+k3s1',
}
const facts = (more: Partial<StatusFacts> = {}): StatusFacts => ({
  inventory: inventory(),
  api,
  components: [],
  agents: 2,
  createUnderWay: false,
  configLost: false,
  ...more,
})
const down = {
  server: 'exited',
  'agent-0': 'exited',
  'agent-1': 'exited',
  balancer: 'exited',
  registry: 'exited',
} as const
const gone = {server: 'gone', 'agent-0': 'gone', 'agent-1': 'gone', balancer: 'gone', registry: 'gone'} as const

describe('judge', () => {
  it('is healthy when every part is', () => {
    expect(judge(facts())).to.deep.equal({verdict: 'healthy', problems: [], repairs: [], repair: undefined})
  })

  it('is absent where there is no part', () => {
    expect(judge(facts({inventory: inventory(gone)})).verdict).to.equal('absent')
  })

  it('is stopped when the server has ended and no agent runs', () => {
    expect(judge(facts({inventory: inventory(down), api: undefined})).verdict).to.equal('stopped')
  })

  it('is degraded, not stopped, when an agent still runs', () => {
    const half = inventory({...down, 'agent-0': 'running'})
    expect(judge(facts({inventory: half, api: undefined})).verdict).to.equal('degraded')
  })

  it('is degraded after an interrupted create, whatever runs', () => {
    expect(judge(facts({createUnderWay: true})).problems).to.deep.equal(['its creation was interrupted'])
  })

  for (const [part, words] of [
    ['server', 'its server node is gone'],
    ['balancer', 'its load balancer is gone'],
  ] as const) {
    it(`names delete when ${words}`, () => {
      const {problems, repair} = judge(facts({inventory: inventory({[part]: 'gone'})}))
      expect({problems, repair}).to.deep.equal({problems: [words], repair: 'rde cluster delete'})
    })
  }

  it('names a registry that is gone', () => {
    expect(judge(facts({inventory: inventory({registry: 'gone'})})).problems).to.deep.equal(['its registry is gone'])
  })

  it('counts the agents that are missing', () => {
    expect(judge(facts({agents: 4})).problems).to.deep.equal(['2 of 4 agents are missing'])
  })

  it('misses no agent where nobody says how many there should be', () => {
    expect(judge(facts({agents: undefined})).verdict).to.equal('healthy')
  })

  it('names a node that is not ready, in its own words', () => {
    const nodes = [{name: 'agent-0', ready: false, reason: 'its kubelet has not reported'}]
    expect(judge(facts({api: {...api, nodes}})).problems).to.deep.equal([
      'node agent-0 is not ready: its kubelet has not reported',
    ])
  })

  it('is degraded when names do not resolve', () => {
    const dnsProblem = 'container coredns of coredns-1 in kube-system: CrashLoopBackOff: plugin/forward: no upstream'
    expect(judge(facts({api: {...api, dnsProblem}})).problems).to.deep.equal([`DNS is not available: ${dnsProblem}`])
  })

  it('is degraded by nodes that take no pods, and names what repairs that', () => {
    const further = [{text: 'agent-0 is cordoned: it takes no new pods', repair: 'rde kubectl uncordon agent-0'}]
    expect(judge(facts({further}))).to.deep.equal({
      verdict: 'degraded',
      problems: ['agent-0 is cordoned: it takes no new pods'],
      repairs: ['rde kubectl uncordon agent-0'],
      repair: 'rde kubectl uncordon agent-0',
    })
  })

  it('tells a refused kubeconfig from silence', () => {
    const apiProblem = 'the API server refuses the kubeconfig: x509: certificate signed by unknown authority'
    expect(judge(facts({api: undefined, apiProblem}))).to.deep.include({
      problems: [apiProblem],
      repair: 'rde cluster start',
    })
  })

  it('is degraded when the API server does not answer', () => {
    expect(judge(facts({api: undefined})).problems).to.deep.equal(['the API server does not answer'])
  })
})
