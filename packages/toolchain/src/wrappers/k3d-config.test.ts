import {clusterIdentity} from '@rde/config'
import {expect} from 'chai'

import {k3dConfig} from './k3d-config.js'

interface Document {
  readonly metadata: {readonly name: string}
  readonly agents: number
  readonly env?: ReadonlyArray<{readonly envVar: string; readonly nodeFilters: readonly string[]}>
  readonly kubeAPI: {readonly hostIP: string}
  readonly ports: ReadonlyArray<{readonly port: string}>
  readonly registries: {readonly create: {readonly host: string}; readonly config: string}
  readonly options: {
    readonly kubeconfig: object
    readonly k3d: {readonly disableRollback: boolean}
    readonly runtime: object
  }
}

const identity = clusterIdentity('rde')
const shape = {agents: 3, k3sImage: 'rancher/k3s:v1.33.4-k3s1', ports: identity.ports, proxy: null}
const document = k3dConfig(identity, shape, {user: 'alice', folder: '/home/alice/my $HOME/rde'})
const {kubeAPI, ports, registries, options, agents, metadata} = document as unknown as Document

describe('k3dConfig', () => {
  it('names the cluster and its agents', () => {
    expect({name: metadata.name, agents}).to.deep.equal({name: 'rde', agents: 3})
  })

  it('binds every port to 127.0.0.1', () => {
    expect([kubeAPI.hostIP, ports[0]?.port, registries.create.host]).to.deep.equal([
      '127.0.0.1',
      '127.0.0.1:8111:80',
      '127.0.0.1',
    ])
  })

  it('maps every image name to the registry of the cluster', () => {
    const endpoint = ['http://rde-registry.localhost:5111']
    expect(JSON.parse(registries.config).mirrors).to.deep.equal({'docker.io': {endpoint}, '*': {endpoint}})
  })

  it('writes the mirrors in several lines, since k3d treats one line as a file name', () => {
    expect(registries.config).to.contain('\n')
  })

  it("never touches the user's kubeconfig", () => {
    expect(options.kubeconfig).to.deep.equal({updateDefaultKubeconfig: false, switchCurrentContext: false})
  })

  it('labels every node with the owner, without variables that k3d would expand', () => {
    const label = 'rde.relay.sh/owner=alice /home/alice/my%20%24HOME/rde'
    expect(options.runtime).to.deep.equal({labels: [{label, nodeFilters: ['all']}]})
  })

  it('passes the proxy to every node, with a label that does not reveal its password', () => {
    const proxy = {http: null, https: 'http://me:s3cret-word@proxy:3128', none: ''}
    const made = k3dConfig(identity, {...shape, proxy}, {user: 'alice', folder: '/rde'}) as unknown as Document
    expect(made.env?.[0]).to.deep.equal({envVar: 'HTTPS_PROXY=http://me:s3cret-word@proxy:3128', nodeFilters: ['all']})
    expect(JSON.stringify(made.options.runtime))
      .to.match(/rde\.relay\.sh\/proxy=[0-9a-f]{16}"/)
      .and.not.contain('s3cret')
  })

  it('sets no variables without a proxy', () => {
    expect(document).to.not.have.property('env')
  })

  it('disables the rollback of k3d', () => {
    expect(options.k3d.disableRollback).to.equal(true)
  })
})
