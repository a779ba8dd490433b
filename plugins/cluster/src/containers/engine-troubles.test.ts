import {expect} from 'chai'

import {engineTrouble} from './engine-troubles.js'

/** Messages of the real tools, most from public reports, with the issue before each. */
const cases = [
  [
    'RDE_PULL_LIMIT',
    'docker login',
    // k3d-io/k3d#631
    'failed to copy: httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/calico/cni/manifests/sha256:0534a6ec: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
  ],
  [
    'RDE_NETWORKS_EXHAUSTED',
    'docker network prune',
    // kubernetes-sigs/kind#2488
    'Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
  ],
  [
    'RDE_IPTABLES',
    'sudo systemctl restart docker',
    // kubernetes-sigs/kind#567
    'docker: Error response from daemon: driver failed programming external connectivity on endpoint kind-control-plane (1229f3b0):  (iptables failed: iptables --wait -t nat -A DOCKER -p tcp -d 127.0.0.1 --dport 46796 -j DNAT --to-destination 172.17.0.2:6443 ! -i docker0: iptables: No chain/target/match by that name.',
  ],
  [
    'RDE_IPTABLES',
    'sudo systemctl restart docker',
    // flagify-com/OctoMation#4
    'Error response from daemon: Failed to Setup IP tables: Unable to enable SKIP DNAT rule:  (iptables failed: iptables --wait -t nat -I DOCKER -i br-ce0256958c7e -j RETURN: iptables: No chain/target/match by that name.\n (exit status 1))',
  ],
  [
    'RDE_PORT_RESERVED',
    'rde config get cluster',
    // csantanapr/knative-kind#61
    'Ports are not available: listen tcp 127.0.0.1:80: bind: An attempt was made to access a socket in a way forbidden by its access permissions.',
  ],
  [
    'RDE_PORT_RESERVED',
    'rde config get cluster',
    // The-Vibe-Company/quivr#1143
    'Error response from daemon: Ports are not available: exposing port TCP 0.0.0.0:3020 -> 0.0.0.0:0: listen tcp 0.0.0.0:3020: bind: An attempt was made to access a socket in a way forbidden by its access permissions.',
  ],
  [
    'RDE_PULL_LIMIT',
    'docker login',
    'Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
  ],
  [
    'RDE_NETWORKS_EXHAUSTED',
    'docker network prune',
    'Error response from daemon: all predefined address pools have been fully subnetted',
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
  for (const [code, command, message] of cases) {
    it(`is ${code}, with ${command} as the first remedy, for: ${message.slice(0, 70)}…`, () => {
      const trouble = engineTrouble(message)
      expect([trouble?.code, trouble?.remedies[0]?.command]).to.deep.equal([code, command])
    })
  }

  it('names the port that the system reserves', () => {
    expect(engineTrouble('listen tcp4 127.0.0.1:6111: bind: permission denied')?.cause).to.contain('port 6111 on')
    const windows =
      'Ports are not available: exposing port TCP 0.0.0.0:3020 -> 0.0.0.0:0: listen tcp 0.0.0.0:3020: bind: An attempt was made to access a socket in a way forbidden by its access permissions.'
    expect(engineTrouble(windows)?.cause).to.contain('port 3020 on')
  })

  it('is undefined for other messages', () => {
    expect(engineTrouble('Schema Validation failed')).to.equal(undefined)
  })
})
