import {existsSync, readFileSync} from 'node:fs'

import {expect} from 'chai'

import {examplePath} from '../example-workflows.js'
import {docker, lines, removeLeftovers, runningSince} from './docker.js'
import {User} from './user.js'

interface Listed {
  readonly name: string
  readonly used: boolean
  readonly state: string
  readonly profile: string
  readonly ports: Readonly<Record<string, number>>
}

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
const [core, bare] = ['rde-test-e2e-side-core', 'rde-test-e2e-side-bare'] as const

/** Started together, used by name, deleted one after the other: each test continues after the previous one. */
describe('Two clusters side by side, one with relay-core and one bare', () => {
  const user = new User(bare)
  const ownKubeconfig = readFileSync(user.kubeconfig, 'utf8')

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    removeLeftovers(core)
    const started = await Promise.all([
      user.rde('cluster', 'start', core, '--profile', 'core', '--agents', '0', '--stack', folder),
      user.rde('cluster', 'start', bare, '--agents', '0'),
    ])
    for (const {stdout, stderr, exitCode} of started) expect(exitCode, stdout + stderr).to.equal(0)
  })
  after(async () => {
    await Promise.all([core, bare].map((name) => user.rde('cluster', 'delete', name, '--yes')))
    user.remove()
  })

  const listed = async () => {
    const {clusters} = JSON.parse(await user.succeeds('cluster', 'list', '--json')) as {clusters: Listed[]}
    return clusters.filter(({name}) => name === core || name === bare)
  }
  const verdict = async (name: string) =>
    (JSON.parse((await user.rde('cluster', 'status', name, '--json')).stdout) as {verdict: string}).verdict

  it('both exist, with different ports', async () => {
    const clusters = await listed()
    expect(clusters.map(({name, state, profile}) => [name, state, profile])).to.deep.equal([
      [bare, 'running', 'bare'],
      [core, 'running', 'core'],
    ])
    const ports = clusters.flatMap((one) => Object.values(one.ports))
    expect(new Set(ports).size).to.equal(ports.length)
  })

  it('are healthy, each by its name', async () => {
    expect([await verdict(core), await verdict(bare)]).to.deep.equal(['healthy', 'healthy'])
  })

  it('run a workflow on the one with an engine, and report that the other has none', async () => {
    await user.succeeds('images', 'import', 'alpine:3.16', '--cluster', core)
    await user.succeeds('workflow', 'run', examplePath('hello'), '--follow', '--cluster', core)
    const {stderr, exitCode} = await user.rde('workflow', 'run', 'hello', '--on', 'cluster', '--cluster', bare)
    expect([exitCode, /RDE_\w+/.exec(stderr)?.[0]]).to.deep.equal([1, 'RDE_ENGINE_ABSENT'])
  })

  it('have separate images', async () => {
    const names = async (name: string) => await user.succeeds('images', 'list', '--cluster', name)
    expect(await names(core)).to.contain('alpine:3.16')
    expect(await names(bare)).not.to.contain('alpine:3.16')
  })

  it('are reached by kubectl, which prints the name of the cluster', async () => {
    for (const name of [core, bare]) {
      const {stdout, stderr} = await user.rdeWith({RDE_CLUSTER: name}, 'kubectl', 'get', 'nodes', '--output=name')
      expect([stdout.trim(), stderr.trim()]).to.deep.equal([`node/k3d-${name}-server-0`, `rde: cluster ${name}`])
    }
  })

  it('are switched with rde cluster use', async () => {
    await user.succeeds('cluster', 'use', core)
    expect((await listed()).filter(({used}) => used).map(({name}) => name)).to.deep.equal([core])
    expect(await user.succeeds('workflow', 'runs')).to.contain('hello#1')
    await user.succeeds('cluster', 'use', bare)
  })

  it('are stopped and deleted without the other', async () => {
    const before = runningSince(core)
    await user.succeeds('cluster', 'stop', bare)
    expect([await verdict(bare), await verdict(core)]).to.deep.equal(['stopped', 'healthy'])
    await user.succeeds('cluster', 'delete', bare, '--yes')
    expect(runningSince(core)).to.deep.equal(before)
    expect(await verdict(core)).to.equal('healthy')
  })

  it('leave nothing behind', async () => {
    await user.succeeds('cluster', 'delete', core, '--yes')
    const ofOurs = (text: string) => lines(text).filter((name) => name.includes('rde-test-e2e-side-'))
    expect([
      ofOurs(docker('ps', '--all', '--format', '{{.Names}}')),
      ofOurs(docker('network', 'ls', '--format', '{{.Name}}')),
      ofOurs(docker('volume', 'ls', '--format', '{{.Name}}')),
      user.files().filter((file) => file.includes('/clusters/')),
    ]).to.deep.equal([[], [], [], []])
    expect(readFileSync(user.kubeconfig, 'utf8')).to.equal(ownKubeconfig)
  })
})
