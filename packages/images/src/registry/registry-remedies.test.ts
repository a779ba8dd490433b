import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {needsLogin, pullRemedies, pushRemedies} from './registry-remedies.js'

const reference = ImageReference.parse('ghcr.io/team/api:dev')
const command = 'rde images import ghcr.io/team/api:dev'

describe('The first remedy for a refused pull', () => {
  const remedy = (message: string) => pullRemedies({reference, message, command})[0]?.command

  // Messages of Docker 20.10 to 29 and of public registries.
  for (const [message, expected] of [
    [
      'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
      'docker login ghcr.io',
    ],
    ['unauthorized: authentication required', 'docker login ghcr.io'],
    [
      "pull access denied for team/api, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'docker login ghcr.io',
    ],
    ['no basic auth credentials', 'docker login ghcr.io'],
    ['Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 127.0.0.53:53: no such host', command],
    [
      'Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers): context deadline exceeded',
      command,
    ],
    [
      'Get "https://ghcr.io/v2/": x509: certificate signed by unknown authority',
      'sudo mkdir -p /etc/docker/certs.d/ghcr.io',
    ],
    ['Get "https://ghcr.io/v2/": http: server gave HTTP response to HTTPS client', 'sudo systemctl restart docker'],
    [
      'no matching manifest for linux/arm64/v8 in the manifest list entries',
      'docker manifest inspect ghcr.io/team/api:dev',
    ],
    ['failed to register layer: write /usr/lib/x.so: no space left on device', 'docker system df'],
    [
      'Error: remote trust data does not exist for ghcr.io/team/api: ghcr.io does not have trust data for ghcr.io/team/api',
      `DOCKER_CONTENT_TRUST=0 ${command}`,
    ],
    ['manifest for ghcr.io/team/api:dev not found: manifest unknown: manifest unknown', undefined],
  ] as const) {
    it(`is ${expected ?? 'none'} for "${message.slice(0, 60)}"`, () => {
      expect(remedy(message)).to.equal(expected)
    })
  }

  it('is a login if the registry requires one', () => {
    expect([needsLogin({message: 'unauthorized'}), needsLogin({message: 'no such host'})]).to.deep.equal([true, false])
  })
})

describe('The first remedy for a failed push', () => {
  const refusal = {reference, host: 'localhost:5111', command}
  const remedy = (message: string) => pushRemedies({...refusal, message}, 'rde-registry.localhost')[0]?.command

  for (const [message, expected] of [
    ['received unexpected HTTP status: 500 Internal Server Error', 'docker logs --tail 20 rde-registry.localhost'],
    ['blob upload unknown', 'docker logs --tail 20 rde-registry.localhost'],
    ['no space left on device', 'docker system df'],
    [
      'Get "https://localhost:5111/v2/": http: server gave HTTP response to HTTPS client',
      'sudo systemctl restart docker',
    ],
    [
      'Error: error contacting notary server: x509: certificate signed by unknown authority',
      `DOCKER_CONTENT_TRUST=0 ${command}`,
    ],
    ['Get "http://localhost:5111/v2/": dial tcp 127.0.0.1:5111: connect: connection refused', 'rde cluster start'],
    ['denied: requested access to the resource is denied', 'rde cluster start'],
  ] as const) {
    it(`is ${expected} for "${message.slice(0, 60)}"`, () => {
      expect(remedy(message)).to.equal(expected)
    })
  }

  it('names the registry of the cluster if Docker must be configured for it', () => {
    const [remedy] = pushRemedies({...refusal, message: 'server gave HTTP response to HTTPS client'}, 'x')
    expect(remedy?.what).to.contain('"localhost:5111"')
  })
})
