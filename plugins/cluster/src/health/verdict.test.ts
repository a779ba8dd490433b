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

const inventory = (states: Partial<Record<string, ContainerState | 'missing'>> = {}): ClusterInventory => {
  const one = (name: string, role: string) => (states[name] === 'missing' ? [] : [container(name, role, states[name])])
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
  configMissing: false,
  ...more,
})
const down = {
  server: 'exited',
  'agent-0': 'exited',
  'agent-1': 'exited',
  balancer: 'exited',
  registry: 'exited',
} as const
const allMissing = {
  server: 'missing',
  'agent-0': 'missing',
  'agent-1': 'missing',
  balancer: 'missing',
  registry: 'missing',
} as const

describe('judge', () => {
  it('is healthy if every part is', () => {
    expect(judge(facts())).to.deep.equal({verdict: 'healthy', problems: [], repairs: [], repair: undefined})
  })

  it('is absent if there are no parts', () => {
    expect(judge(facts({inventory: inventory(allMissing)})).verdict).to.equal('absent')
  })

  it('is stopped if the server has exited and no agent runs', () => {
    expect(judge(facts({inventory: inventory(down), api: undefined})).verdict).to.equal('stopped')
  })

  it('is degraded, not stopped, if an agent still runs', () => {
    const half = inventory({...down, 'agent-0': 'running'})
    expect(judge(facts({inventory: half, api: undefined})).verdict).to.equal('degraded')
  })

  it('is degraded after an interrupted create, whatever runs', () => {
    expect(judge(facts({createUnderWay: true})).problems).to.deep.equal(['its creation was interrupted'])
  })

  for (const [part, problem] of [
    ['server', 'its server node is gone'],
    ['balancer', 'its load balancer is gone'],
  ] as const) {
    it(`names delete if ${problem}`, () => {
      const {problems, repair} = judge(facts({inventory: inventory({[part]: 'missing'})}))
      expect({problems, repair}).to.deep.equal({problems: [problem], repair: 'rde cluster delete'})
    })
  }

  it('names a missing registry', () => {
    expect(judge(facts({inventory: inventory({registry: 'missing'})})).problems).to.deep.equal(['its registry is gone'])
  })

  it('counts the agents that are missing', () => {
    expect(judge(facts({agents: 4})).problems).to.deep.equal(['2 of 4 agents are missing'])
  })

  it('reports no missing agents if the expected number is unknown', () => {
    expect(judge(facts({agents: undefined})).verdict).to.equal('healthy')
  })

  it('names a node that is not ready, and its reason', () => {
    const nodes = [{name: 'agent-0', ready: false, reason: 'its kubelet has not reported'}]
    expect(judge(facts({api: {...api, nodes}})).problems).to.deep.equal([
      'node agent-0 is not ready: its kubelet has not reported',
    ])
  })

  it('is degraded if names do not resolve', () => {
    const dnsProblem = 'container coredns of coredns-1 in kube-system: CrashLoopBackOff: plugin/forward: no upstream'
    expect(judge(facts({api: {...api, dnsProblem}})).problems).to.deep.equal([`DNS is not available: ${dnsProblem}`])
  })

  it('is degraded if nodes take no pods, and names the command that repairs it', () => {
    const further = [{text: 'agent-0 is cordoned: it takes no new pods', repair: 'rde kubectl uncordon agent-0'}]
    expect(judge(facts({further}))).to.deep.equal({
      verdict: 'degraded',
      problems: ['agent-0 is cordoned: it takes no new pods'],
      repairs: ['rde kubectl uncordon agent-0'],
      repair: 'rde kubectl uncordon agent-0',
    })
  })

  it('distinguishes a refused kubeconfig from an API server that does not answer', () => {
    const apiProblem = 'the API server refuses the kubeconfig: x509: certificate signed by unknown authority'
    expect(judge(facts({api: undefined, apiProblem}))).to.deep.include({
      problems: [apiProblem],
      repair: 'rde cluster start',
    })
  })

  it('is degraded if the API server does not answer', () => {
    expect(judge(facts({api: undefined})).problems).to.deep.equal(['the API server does not answer'])
  })
})
