import {expect} from 'chai'

import {cleanEnvironment} from './clean-environment.js'

describe('cleanEnvironment', () => {
  for (const name of [
    ...['PATH', 'HOME', 'LC_ALL', 'HTTPS_PROXY', 'no_proxy', 'SSL_CERT_FILE', 'K3D_IMAGE_TOOLS'],
    // Needed by shims and by the login helpers of registries.
    ...['ASDF_DIR', 'MISE_DATA_DIR', 'PYENV_ROOT', 'GNUPGHOME', 'PASSWORD_STORE_DIR', 'DBUS_SESSION_BUS_ADDRESS'],
    ...['AWS_PROFILE', 'DOCKER_HOST', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH'],
  ]) {
    it(`keeps ${name}`, () => {
      expect(cleanEnvironment({[name]: 'x'})).to.deep.equal({[name]: 'x'})
    })
  }

  for (const name of [
    ...['KUBECONFIG', 'KUBE_X', 'HELM_NAMESPACE', 'K3D_FIX_DNS', 'VAULT_TOKEN', 'K3S_TOKEN', 'NODE_OPTIONS'],
    ...['DOCKER_DEFAULT_PLATFORM', 'DOCKER_CONTENT_TRUST', 'DOCKER_BUILDKIT'],
  ]) {
    it(`drops ${name}`, () => {
      expect(cleanEnvironment({[name]: 'x'})).to.deep.equal({})
    })
  }
})
