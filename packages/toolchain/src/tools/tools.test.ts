import {expect} from 'chai'

import {recording} from '../testing/recording.js'
import {installCommand, tools} from './tools.js'

describe('tools', () => {
  const answers = [
    ['docker', 'docker-28.2.2/version.txt', '28.2.2'],
    ['docker', 'docker-20.10.24/version.txt', '20.10.24'],
    ['k3d', 'k3d-5.9.0/version.txt', '5.9.0'],
    ['kubectl', 'kubectl-1.32.4/version.json', '1.32.4'],
    ['helm', 'helm-3.18/version.txt', '3.18'],
  ] as const

  for (const [name, path, version] of answers) {
    it(`reads ${version} from recorded output of ${name}`, () => {
      expect(tools[name].versionIn.exec(recording(path))?.[1]).to.equal(version)
    })
  }

  for (const version of ['(devel)', 'v5.2.0', 'v1.2.1-0.20220824210352-4dd7c7ef0f2a']) {
    it(`accepts ${version} as a version of relay`, () => {
      expect(tools.relay.versionIn.exec(`${version}\n`)?.[1]).to.equal(version)
    })
  }

  it('ignores the k3s version that k3d also prints', () => {
    expect(tools.k3d.versionIn.exec('k3s version v1.33.4-k3s1 (default)')).to.equal(null)
  })

  it('suggests an install command if there is one, otherwise a page', () => {
    expect(installCommand('k3d', 'darwin')).to.equal('brew install k3d')
    expect(installCommand('k3d', 'freebsd')).to.equal('https://k3d.io/stable/#installation')
  })
})
