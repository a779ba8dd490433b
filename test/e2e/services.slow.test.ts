import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {docker} from './docker.js'
import {stepRun, tenantAndWorkflow} from './relay-objects.js'
import {until} from './until.js'
import {User} from './user.js'

interface Service {
  readonly service: string
  readonly version: string | null
  readonly digest: string | null
}

interface Pods {
  readonly items: ReadonlyArray<{
    readonly metadata: {readonly deletionTimestamp?: string}
    readonly spec: {readonly containers: ReadonlyArray<{readonly name: string; readonly image: string}>}
    readonly status: {readonly containerStatuses?: ReadonlyArray<{readonly name: string; readonly imageID: string}>}
  }>
}

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
const cluster = 'rde-test-e2e-services'
const local = 'relay-operator:local'

/** One cluster: each test continues after the previous one. */
describe('The versions of a service, profile core', () => {
  const user = new User(cluster)
  let original = ''

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    original = docker('image', 'inspect', '--format', '{{.Id}}', local)
    for (const version of ['e2e-a', 'e2e-b']) buildOperator(version)
    const {stderr, exitCode} = await user.rde('cluster', 'start', '--profile', 'core', '--stack', folder)
    expect(exitCode, stderr).to.equal(0)
    await apply(tenantAndWorkflow)
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    if (original !== '') docker('tag', original, local)
    if (original !== '') docker('image', 'rm', 'relay-operator:e2e-a', 'relay-operator:e2e-b')
    user.remove()
  })

  /** The operator unchanged, with a file that identifies the version. */
  function buildOperator(version: string): void {
    const context = join(user.temporary, version)
    mkdirSync(context)
    writeFileSync(join(context, 'version'), version)
    writeFileSync(join(context, 'Dockerfile'), `FROM ${original}\nCOPY version /version\n`)
    docker('build', '--quiet', '--tag', `relay-operator:${version}`, context)
  }

  const kubectl = async (...args: readonly string[]) => {
    const {stdout, stderr, exitCode} = await user.rde('kubectl', ...args)
    expect(exitCode, stderr).to.equal(0)
    return stdout
  }
  const apply = async (objects: readonly object[]) => {
    const file = join(user.temporary, 'objects.json')
    writeFileSync(file, JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects}))
    await kubectl('apply', '--filename', file)
  }
  const succeeds = async (name: string) => {
    const it = [`runs.relay.sh/${name}`, '--namespace', 'relay-tenants']
    await apply([stepRun(name)])
    await kubectl('wait', ...it, '--for=condition=Completed', '--timeout=120s')
    await kubectl('wait', ...it, '--for=condition=Succeeded', '--timeout=1s')
  }
  const listed = async () => {
    const {services} = await user.json<{services: Service[]}>('services', 'list')
    return services.find(({service}) => service === 'relay-operator')!
  }
  /** The digests of the operator's pods, according to their kubelets. */
  const running = async () => {
    const {items} = JSON.parse(await kubectl('get', 'pods', '--namespace', 'relay-system', '--output=json')) as Pods
    const alive = items.filter(({metadata}) => metadata.deletionTimestamp === undefined)
    const digests = alive.flatMap(({spec, status: {containerStatuses = []}}) => {
      const ours = spec.containers.filter(({image}) => image.startsWith(local)).map(({name}) => name)
      return containerStatuses.filter(({name}) => ours.includes(name)).map(({imageID}) => imageID.split('@')[1])
    })
    return new Set(digests)
  }
  const use = async (version: string) => {
    const {stdout, stderr, exitCode} = await user.rde('services', 'use', `relay-operator@${version}`)
    expect(exitCode, stdout + stderr).to.equal(0)
    const {digest, version: name} = await listed()
    expect(name).to.equal(version)
    expect([...(await running())]).to.deep.equal([digest])
    return digest
  }

  it('runs the chosen one, and a Run succeeds on it', async () => {
    await use('e2e-a')
    await succeeds('on-a')
  })

  it('runs another chosen one, and a Run succeeds on it', async () => {
    const {digest} = await listed()
    expect(await use('e2e-b')).not.to.equal(digest)
    await succeeds('on-b')
  })

  it('keeps it at the next start, which changes nothing', async () => {
    const {digest} = await listed()
    const {stdout, stderr, exitCode} = await user.rde('cluster', 'start')
    expect(exitCode, stderr).to.equal(0)
    expect(stdout).to.contain('nothing to change')
    expect(await listed()).to.include({version: 'e2e-b', digest})
    expect([...(await running())]).to.deep.equal([digest])
    await succeeds('after-a-start')
  })

  it('goes back', async () => {
    await use('e2e-a')
    await until('a run to succeed', async () => succeeds('back-on-a').then(() => true))
  })
})
