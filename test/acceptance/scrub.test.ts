import {expect} from 'chai'

import {withoutWatching} from '../../scripts/record/save-recordings.mjs'
import {placeholders, scrub} from '../../scripts/record/scrub.mjs'

describe('the scrubbing of recordings', () => {
  const scrubOptions = {cluster: 'rde-test-acc', home: '/home/someone'}
  const call = {tool: 'docker', args: ['ps'], stdout: '', stderr: '', exitCode: 0}
  const stdout = (text: string, more: object = {}) => scrub({...call, stdout: text, ...more}, scrubOptions).stdout

  it('removes the token of the cluster from labels', () => {
    expect(stdout('k3d.cluster.token=abcDEF123,k3d.role=server')).to.equal(
      `k3d.cluster.token=${placeholders.token},k3d.role=server`,
    )
  })

  it('removes token, key and certificates from a kubeconfig', () => {
    const kubeconfig =
      'token: abc\n    client-key-data: Zm9v\n    client-certificate-data: YmFy\n    server: https://127.0.0.1:1'
    expect(stdout(kubeconfig, {tool: 'k3d'})).to.equal(
      `token: ${placeholders.token}\n    client-key-data: ${placeholders.key}\n    client-certificate-data: ${placeholders.key}\n    server: https://127.0.0.1:1`,
    )
  })

  it('removes tokens that are recognised by their form', () => {
    const token = `eyJ${'a'.repeat(60)}`
    expect(stdout('', {stderr: `refused ${token}`})).to.equal('')
    expect(scrub({...call, stderr: `refused ${token}`}, scrubOptions).stderr).to.equal(`refused ${placeholders.token}`)
  })

  it('replaces the home of the recording user, in arguments and output', () => {
    const scrubbed = scrub({...call, args: ['x', '/home/someone/a'], stderr: '/home/someone/b'}, scrubOptions)
    expect([scrubbed.args[1], scrubbed.stderr]).to.deep.equal(['/home/user/a', '/home/user/b'])
  })

  it('keeps only the entries of the cluster and of Docker itself in lists', () => {
    const networks = 'bridge\nhost\nk3d-another\nk3d-rde-test-acc\nnone\n'
    expect(stdout(networks, {args: ['network', 'ls']})).to.equal('bridge\nhost\nk3d-rde-test-acc\nnone\n')
  })

  it('keeps only the fields of `docker info` that rde reads', () => {
    const info = {ServerVersion: '28.2.2', Name: 'my-machine', RegistryConfig: {}, DockerRootDir: '/mine'}
    expect(stdout(JSON.stringify(info), {args: ['info']})).not.to.match(/my-machine|mine|Registry/)
  })

  it('keeps only the fields of objects that determine readiness', () => {
    const node = {
      kind: 'Node',
      metadata: {name: 'n', annotations: {'k3s.io/node-args': '[]'}},
      spec: {podCIDR: '10.42.0.0/24'},
      status: {
        conditions: [{type: 'Ready', status: 'True', lastTransitionTime: 'x'}],
        addresses: [{address: '192.168.1.2'}],
      },
    }
    const list = stdout(JSON.stringify({items: [node, {kind: 'Secret', metadata: {name: 's'}}]}), {
      tool: 'kubectl',
      args: ['get'],
    })
    expect(JSON.parse(list).items).to.deep.equal([
      {kind: 'Node', metadata: {name: 'n'}, spec: {}, status: {conditions: [{type: 'Ready', status: 'True'}]}},
    ])
  })
})

describe('the recorded calls of a scene', () => {
  it('do not include those while k3d created the cluster', () => {
    const calls = [
      {tool: 'docker', args: ['ps'], begin: 1, end: 2},
      {tool: 'docker', args: ['logs'], begin: 5, end: 6},
      {tool: 'k3d', args: ['cluster', 'create'], begin: 3, end: 9},
      {tool: 'docker', args: ['inspect'], begin: 10, end: 11},
    ]
    expect(withoutWatching(calls).map(({args}: {args: string[]}) => args[0])).to.deep.equal([
      'ps',
      'cluster',
      'inspect',
    ])
  })
})
