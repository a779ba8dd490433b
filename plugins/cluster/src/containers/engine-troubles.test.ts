import {expect} from 'chai'

import {engineTrouble} from './engine-troubles.js'

/** In the words of the real tools. */
const cases = [
  [
    'RDE_PULL_LIMIT',
    'docker login',
    'Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
  ],
  [
    'RDE_NETWORKS_EXHAUSTED',
    'docker network prune',
    "ERRO[0000] Failed Cluster Preparation: failed to create cluster network: failed to create cluster network 'k3d-rde': Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
  ],
  [
    'RDE_NETWORKS_EXHAUSTED',
    'docker network prune',
    'Error response from daemon: all predefined address pools have been fully subnetted',
  ],
  [
    'RDE_IPTABLES',
    'sudo systemctl restart docker',
    'Error response from daemon: Failed to Setup IP tables: Unable to enable SKIP DNAT rule: (iptables failed: iptables --wait -t nat -I DOCKER -i br-1 -j RETURN: iptables: No chain/target/match by that name.',
  ],
  [
    'RDE_PORT_RESERVED',
    'rde config get cluster',
    'Error response from daemon: driver failed programming external connectivity on endpoint k3d-rde-serverlb: Error starting userland proxy: listen tcp4 127.0.0.1:6111: bind: permission denied',
  ],
  [
    'RDE_DISK_FULL',
    'docker builder prune',
    'Error response from daemon: mkdir /var/lib/docker/overlay2/1: no space left on device',
  ],
  [
    'RDE_NODE_IMAGE',
    'docker pull rancher/k3s:v1.33.4-k3s1',
    "ERRO[0010] failed to pull image 'rancher/k3s:v1.33.4-k3s1': docker failed to pull the image 'rancher/k3s:v1.33.4-k3s1': Error response from daemon: Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io: no such host",
  ],
] as const

describe('engineTrouble', () => {
  for (const [code, command, words] of cases) {
    it(`is ${code}, and begins with ${command}, for: ${words.slice(0, 70)}…`, () => {
      const trouble = engineTrouble(words)
      expect([trouble?.code, trouble?.remedies[0]?.command]).to.deep.equal([code, command])
    })
  }

  it('names the port that the system keeps', () => {
    expect(engineTrouble('listen tcp4 127.0.0.1:6111: bind: permission denied')?.cause).to.contain('port 6111 on')
  })

  it('knows nothing of other words', () => {
    expect(engineTrouble('Schema Validation failed')).to.equal(undefined)
  })
})
