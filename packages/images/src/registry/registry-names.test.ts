import {clusterIdentity} from '@rde/config'
import {expect} from 'chai'

import {registryNames, repositoryPath} from './registry-names.js'

describe('repositoryPath', () => {
  const paths = {
    busybox: 'library/busybox:latest',
    'busybox:1': 'library/busybox:1',
    'docker.io/busybox:1': 'library/busybox:1',
    'docker.io/library/busybox:1': 'library/busybox:1',
    'index.docker.io/team/app': 'team/app:latest',
    'relay/operator:local': 'relay/operator:local',
    'ghcr.io/team/app:2': 'team/app:2',
    'ghcr.io/app:2': 'app:2',
    'localhost:5000/app': 'app:latest',
    'localhost/app:1': 'app:1',
    'registry:5000/team/app:1': 'team/app:1',
    'team/app@sha256:1f': 'team/app@sha256:1f',
  }
  for (const [reference, path] of Object.entries(paths)) {
    it(`is ${path} for ${reference}`, () => {
      expect(repositoryPath(reference)).to.equal(path)
    })
  }
})

describe('registryNames', () => {
  it('names an image for the host, for nodes and for pods', () => {
    expect(registryNames('relay-operator:local', clusterIdentity({}), 5111)).to.deep.equal({
      push: 'localhost:5111/library/relay-operator:local',
      node: 'relay-operator:local',
      pod: 'rde-registry.localhost:5111/library/relay-operator:local',
    })
  })
})
