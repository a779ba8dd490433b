import {expect} from 'chai'

import {unreachableReason, type UnreachableReason} from '../engine/silent-engine.js'
import {answering, contextWith} from '../testing/check-context.js'
import {dockerReachable} from './docker-reachable.js'

describe('the check that Docker answers', () => {
  const unreachable = (reason: UnreachableReason, address = 'unix:///var/run/docker.sock') =>
    contextWith({kind: 'unreachable', address, reason, message: 'context "nope": context not found'})

  it('accepts an engine that answers', async () => {
    expect((await dockerReachable.run(contextWith(answering()))).status).to.equal('ok')
  })

  for (const [reason, detail, command] of [
    ['no-socket', 'there is no socket /var/run/docker.sock', 'sudo systemctl start docker'],
    ['stopped', 'nobody answers at /var/run/docker.sock', 'sudo systemctl start docker'],
    ['denied', 'permission denied on /var/run/docker.sock', 'sudo usermod -aG docker $USER'],
    ['timeout', 'did not answer within 10 s', 'docker info'],
    ['no-context', 'context "nope": context not found', 'unset DOCKER_CONTEXT; docker context use default'],
    ['unknown', 'Docker does not answer: ', 'docker info'],
  ] as const) {
    it(`says what to do when the reason is ${reason}`, async () => {
      const finding = await dockerReachable.run(unreachable(reason))
      expect(finding.status).to.equal('error')
      expect(finding.detail).to.contain(detail)
      expect(finding.remedies[0]?.command).to.equal(command)
    })
  }

  for (const [message, env, detail, commands] of [
    [
      'Failed to initialize: unable to resolve docker endpoint: open /certs/ca.pem: no such file or directory',
      {DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs'},
      'cannot use its settings: Failed to initialize: unable to resolve docker endpoint: open /certs/ca.pem',
      ['unset DOCKER_TLS_VERIFY DOCKER_CERT_PATH', 'docker info'],
    ],
    [
      'open /my certs/ca.pem: no such file or directory',
      {DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/my certs'},
      'cannot use its settings: open /my certs/ca.pem',
      ['unset DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH', 'docker info'],
    ],
    [
      'Error response from daemon: client version 1.1 is too old. Minimum supported API version is 1.12',
      {DOCKER_API_VERSION: '1.1'},
      'are incompatible: Error response from daemon: client version 1.1 is too old.',
      ['unset DOCKER_API_VERSION'],
    ],
    [
      'Error response from daemon: page not found',
      {DOCKER_API_VERSION: 'x'},
      'page not found',
      ['unset DOCKER_API_VERSION'],
    ],
    [
      'Error response from daemon: client version 1.24 is too old. Minimum supported API version is 1.44',
      {},
      'client version 1.24 is too old',
      ['curl -fsSL https://get.docker.com | sudo sh'],
    ],
  ] as const)
    it(`says what to do where the client prints: ${message.slice(0, 80)}`, async () => {
      const reason = unreachableReason(message, '')
      const state = {kind: 'unreachable', address: '', reason, message} as const
      const finding = await dockerReachable.run({...contextWith(state), env})
      expect(finding.detail).to.contain(detail)
      expect(finding.remedies.map(({command}) => command)).to.deep.equal(commands)
    })

  it('omits an unknown address', async () => {
    expect((await dockerReachable.run(unreachable('stopped', ''))).detail).to.equal(
      'Docker is not running: nobody answers.',
    )
  })

  it('suggests the command that starts the product of the socket', async () => {
    const finding = await dockerReachable.run(unreachable('no-socket', 'unix:///Users/a/.colima/default/docker.sock'))
    expect(finding.remedies[0]?.command).to.equal('colima start')
  })

  for (const state of [{kind: 'remote', address: 'tcp://x'}, {kind: 'no-client'}] as const) {
    it(`leaves ${state.kind} to another check`, async () => {
      expect(await dockerReachable.applies!(contextWith(state))).to.equal(false)
    })
  }

  for (const [reason, index] of [
    ['no-socket', 0],
    ['unknown', 0],
    ['stopped', 1],
    ['denied', -1],
  ] as const) {
    it(`names DOCKER_HOST if it points to an engine that does not answer: ${reason}`, async () => {
      const finding = await dockerReachable.run({...unreachable(reason), env: {DOCKER_HOST: 'unix:///nowhere'}})
      expect(finding.detail).to.contain('DOCKER_HOST names this engine')
      expect(finding.remedies.findIndex(({command}) => command === 'unset DOCKER_HOST')).to.equal(index)
    })
  }
})
