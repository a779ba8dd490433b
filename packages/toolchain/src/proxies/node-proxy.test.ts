import {clusterIdentity} from '@rde/config'
import {expect} from 'chai'

import {nodeVariables, proxyForNodes, proxyMark} from './node-proxy.js'

const identity = clusterIdentity('rde')

describe('proxyForNodes', () => {
  it('is null without a proxy in the environment', () => {
    expect(proxyForNodes({NO_PROXY: 'a'})).to.deep.equal({proxy: null, notes: []})
  })

  it('uses the environment, lower-case names first', () => {
    const env = {https_proxy: 'proxy:3128', HTTPS_PROXY: 'http://other', HTTP_PROXY: 'http://p', no_proxy: 'a, b'}
    expect(proxyForNodes(env).proxy).to.deep.equal({http: 'http://p', https: 'http://proxy:3128', none: 'a,b'})
  })

  it('uses ALL_PROXY for both, since programs in a node ignore it', () => {
    expect(proxyForNodes({ALL_PROXY: 'socks5://p:1080'}).proxy).to.deep.include({
      http: 'socks5://p:1080',
      https: 'socks5://p:1080',
    })
  })

  for (const address of ['http://127.0.0.1:3128', 'localhost:3128', 'http://[::1]:3128'])
    it(`does not use ${address}, and suggests an alternative`, () => {
      const {proxy, notes} = proxyForNodes({HTTPS_PROXY: address})
      expect(proxy).to.equal(null)
      expect(notes).to.have.length(1)
      expect(notes[0]).to.contain('which nodes cannot reach').and.to.contain('rde images import')
    })

  it('does not use an invalid address, and hides its password', () => {
    const {proxy, notes} = proxyForNodes({HTTPS_PROXY: 'http://me:s3cret@[', HTTP_PROXY: 'http://p:1'})
    expect(proxy).to.deep.equal({http: 'http://p:1', https: null, none: ''})
    expect(notes).to.deep.equal(['HTTPS_PROXY is ••••, which is not an address: nodes get no proxy.'])
  })
})

describe('nodeVariables', () => {
  const proxy = {http: null, https: 'http://me:pa$$@proxy:3128', none: 'intern.example'}
  const variables = nodeVariables(proxy, identity, 2)

  it('are none without a proxy', () => {
    expect(nodeVariables(null, identity, 2)).to.deep.equal([])
  })

  it('contain no $, since k3d expands variables', () => {
    expect(variables[0]).to.equal('HTTPS_PROXY=http://me:pa%24%24@proxy:3128')
  })

  it("exclude nodes, pods, services and the cluster's registry from the proxy", () => {
    const hosts = variables[1]!.replace('NO_PROXY=', '').split(',')
    expect(hosts).to.include.members(['intern.example', '127.0.0.1', '10.42.0.0/16', '10.43.0.0/16', '.svc'])
    expect(hosts).to.include.members(['k3d-rde-server-0', 'k3d-rde-agent-1', identity.registry])
  })
})

describe('proxyMark', () => {
  it('differs for different proxies and passwords, and reveals none', () => {
    const of = (https: string) => proxyMark({http: null, https, none: ''})
    expect(of('http://me:one-secret@p')).to.not.equal(of('http://me:two-secret@p'))
    expect(of('http://me:one-secret@p')).to.match(/^[0-9a-f]{16}$/)
    expect(proxyMark(null)).to.equal('')
  })
})
