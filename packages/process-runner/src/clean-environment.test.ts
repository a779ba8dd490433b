import {expect} from 'chai'

import {cleanEnvironment} from './clean-environment.js'

describe('cleanEnvironment', () => {
  it('keeps what finds programs, files, proxies and the Docker engine', () => {
    const kept = {
      PATH: '/bin',
      HOME: '/h',
      LC_ALL: 'C',
      HTTPS_PROXY: 'p',
      DOCKER_HOST: 'unix:///x',
      K3D_IMAGE_TOOLS: 't',
    }
    expect(cleanEnvironment(kept)).to.deep.equal(kept)
  })

  for (const name of [
    'KUBECONFIG',
    'KUBE_X',
    'HELM_NAMESPACE',
    'K3D_FIX_DNS',
    'VAULT_TOKEN',
    'K3S_TOKEN',
    'NODE_OPTIONS',
  ]) {
    it(`drops ${name}`, () => {
      expect(cleanEnvironment({[name]: 'x'})).to.deep.equal({})
    })
  }
})
