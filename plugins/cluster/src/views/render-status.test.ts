import {expect} from 'chai'

import type {ClusterStatus} from '../services/status.js'
import {renderStatus} from './render-status.js'

const nothing = {
  ...{
    nodes: [],
    components: [],
    images: [],
    runs: [],
    kubernetes: undefined,
    registry: undefined,
    disk: undefined,
    proxy: undefined,
  },
  ...{owner: undefined, profile: undefined, createdAt: undefined, addresses: undefined, configProblem: undefined},
}
const status = (more: Partial<ClusterStatus>): ClusterStatus => ({
  cluster: 'rde',
  verdict: 'healthy',
  problems: [],
  repairs: [],
  repair: undefined,
  ...nothing,
  ...more,
})

describe('renderStatus', () => {
  it('is one line if there is no cluster', () => {
    expect(renderStatus(status({verdict: 'absent', repair: 'rde cluster start'}))).to.equal(
      'rde  there is no such cluster. Start it: rde cluster start',
    )
  })

  it('names the owner if someone else created the cluster', () => {
    const owner = {user: 'alice', folder: '/home/alice/rde'}
    expect(renderStatus(status({owner}))).to.contain('Owner        alice, /home/alice/rde')
  })

  it('shows how nodes reach registries outside', () => {
    expect(renderStatus(status({proxy: 'http://••••@proxy:3128'}))).to.contain('Proxy        http://••••@proxy:3128')
  })

  it('shows the problems and their repair in the first line', () => {
    const problems = ['a is paused', 'its registry is gone']
    const repairs = ['rde cluster start', 'rde cluster start']
    expect(renderStatus(status({verdict: 'degraded', problems, repairs, repair: 'rde cluster start'}))).to.equal(
      'rde  degraded: a is paused; its registry is gone. Repair: rde cluster start',
    )
  })

  it('keeps an error of several lines in the line of the verdict', () => {
    const problems = ['2 problems:\n  docker is not installed.\n  k3d is not installed.']
    expect(renderStatus(status({verdict: 'unknown', problems}))).to.equal(
      'rde  unknown: 2 problems: docker is not installed. k3d is not installed.',
    )
  })

  it('shows a repair for each problem if they differ', () => {
    const problems = ['a is paused', 'b is cordoned: it takes no new pods']
    const repairs = ['rde cluster start', 'rde kubectl uncordon b']
    const text = renderStatus(status({verdict: 'degraded', problems, repairs, repair: repairs[0]}))
    expect(text.split('\n')).to.deep.equal([
      'rde  degraded:',
      '  a is paused. Repair: rde cluster start',
      '  b is cordoned: it takes no new pods. Repair: rde kubectl uncordon b',
    ])
  })

  it('shows profile, age, addresses, images with their digests, the last runs and the disk', () => {
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`
    const whole = status({
      profile: 'core',
      createdAt: '2026-01-01T00:00:00Z',
      addresses: {api: 'https://127.0.0.1:6111', http: 'http://localhost:8111'},
      nodes: [{name: 'a', role: 'server', state: 'running', ready: true}],
      components: [
        {id: 'vault', title: 'Vault', version: '0.25.0', ready: true, note: 'Vault 1.13.0, unsealed'},
      ] as unknown as ClusterStatus['components'],
      images: [{reference: 'relay-operator:local', digest, importedAt: '2026-01-01T00:00:00Z'}],
      runs: [{reference: 'hello#2', state: 'succeeded', createdAt: '2026-01-01T02:00:00Z'}],
      disk: {status: 'ok', detail: '61 GB free (40 % used) where Docker keeps its data, /var/lib/docker'},
    })
    expect(renderStatus(whole, Date.parse('2026-01-01T03:00:00Z')).split('\n').slice(2)).to.deep.equal([
      'Profile      core, created 3 h ago',
      'Nodes        1 of 1 ready',
      '             ✔ a  server, ready',
      'Addresses    Kubernetes API https://127.0.0.1:6111, ingress http://localhost:8111',
      'Vault        ✔ 0.25.0, Vault 1.13.0, unsealed',
      'Images       relay-operator:local  sha256:0123456789ab',
      'Last runs    hello#2  succeeded, 60 min ago',
      'Disk         61 GB free (40 % used) where Docker keeps its data, /var/lib/docker',
    ])
  })

  it('marks a node by its state, and then by its readiness', () => {
    const node = (name: string, state: string, ready: boolean | undefined) => ({name, role: 'agent', state, ready})
    const nodes = [node('a', 'running', true), node('b', 'running', false), node('c', 'exited', undefined)]
    expect(renderStatus(status({nodes})).split('\n').slice(2)).to.deep.equal([
      'Nodes        1 of 3 ready',
      '             ✔ a  agent, ready',
      '             ● b  agent, not ready',
      '             ○ c  agent, exited',
    ])
  })

  it('keeps the problems of config.json in their column', () => {
    const text = renderStatus(status({configProblem: 'config.json has a problem:\n  cluster: x'}))
    expect(text.split('\n').slice(2)).to.deep.equal([
      'config.json  config.json has a problem:',
      '               cluster: x',
    ])
  })
})
