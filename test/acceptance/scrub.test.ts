import {expect} from 'chai'

import {withoutWatching} from '../../scripts/record/save-recordings.mjs'
import {placeholders, scrub} from '../../scripts/record/scrub.mjs'

describe('the scrubbing of recordings', () => {
  const surroundings = {cluster: 'rde-test-acc', home: '/home/someone'}
  const call = {tool: 'docker', args: ['ps'], stdout: '', stderr: '', exitCode: 0}
  const stdout = (text: string, more: object = {}) => scrub({...call, stdout: text, ...more}, surroundings).stdout

  it('takes the token of the cluster out of labels', () => {
    expect(stdout('k3d.cluster.token=abcDEF123,k3d.role=server')).to.equal(
      `k3d.cluster.token=${placeholders.token},k3d.role=server`,
    )
  })

  it('takes token, key and certificates out of a kubeconfig', () => {
    const kubeconfig =
      'token: abc\n    client-key-data: Zm9v\n    client-certificate-data: YmFy\n    server: https://127.0.0.1:1'
    expect(stdout(kubeconfig, {tool: 'k3d'})).to.equal(
      `token: ${placeholders.token}\n    client-key-data: ${placeholders.key}\n    client-certificate-data: ${placeholders.key}\n    server: https://127.0.0.1:1`,
    )
  })

  it('takes out tokens that are known by their form', () => {
    const token = `eyJ${'a'.repeat(60)}`
    expect(stdout('', {stderr: `refused ${token}`})).to.equal('')
    expect(scrub({...call, stderr: `refused ${token}`}, surroundings).stderr).to.equal(`refused ${placeholders.token}`)
  })

  it('replaces the home of the one who recorded, in words and answers', () => {
    const scrubbed = scrub({...call, args: ['x', '/home/someone/a'], stderr: '/home/someone/b'}, surroundings)
    expect([scrubbed.args[1], scrubbed.stderr]).to.deep.equal(['/home/user/a', '/home/user/b'])
  })

  it('keeps of lists what is the cluster’s own and what every Docker has', () => {
    const networks = 'bridge\nhost\nk3d-another\nk3d-rde-test-acc\nnone\n'
    expect(stdout(networks, {args: ['network', 'ls']})).to.equal('bridge\nhost\nk3d-rde-test-acc\nnone\n')
  })

  it('keeps of `docker info` what rde reads', () => {
    const info = {ServerVersion: '28.2.2', Name: 'my-machine', RegistryConfig: {}, DockerRootDir: '/mine'}
    expect(stdout(JSON.stringify(info), {args: ['info']})).not.to.match(/my-machine|mine|Registry/)
  })

  it('keeps of objects what readiness is judged by', () => {
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

describe('what is kept of a scene', () => {
  it('is nothing that was asked while k3d created the cluster', () => {
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
