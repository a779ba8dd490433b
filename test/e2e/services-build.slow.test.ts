import {existsSync} from 'node:fs'

import {expect} from 'chai'

import {buildEnvironment} from './dev-by-hand.js'
import {docker, lines} from './docker.js'
import {User} from './user.js'

/** A folder for `--stack`, and a checkout of relay-core whose builds work here. */
const folder = process.env['RDE_E2E_STACK']
const source = process.env['RDE_E2E_RELAY_CORE']
const hello = new URL('../../examples/hello.yaml', import.meta.url).pathname
const services = [
  'relay-installer',
  'relay-metadata-api',
  'relay-operator',
  'relay-operator-vault-init',
  'relay-operator-webhook-certificate-controller',
  'relay-runtime-tools',
]
const keptTag = 'rde-test-e2e-kept'

/** From a checkout of relay-core to a run, on a machine without its images and with registries that have none. */
describe('rde services build --all', () => {
  const user = new User('rde-test-e2e-build')
  const kept: string[] = []

  before(function () {
    if (folder === undefined || source === undefined || !existsSync(source)) {
      console.log('    skipped: RDE_E2E_STACK or RDE_E2E_RELAY_CORE names no folder')
      return this.skip()
    }
    for (const service of services) {
      if (lines(docker('images', '--quiet', `${service}:local`)).length === 0) continue
      docker('tag', `${service}:local`, `${service}:${keptTag}`)
      kept.push(service)
      docker('image', 'rm', '--no-prune', `${service}:local`)
    }
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    for (const service of kept) {
      docker('tag', `${service}:${keptTag}`, `${service}:local`)
      docker('image', 'rm', '--no-prune', `${service}:${keptTag}`)
    }
    user.remove()
  })

  const succeeds = async (...args: readonly string[]) => {
    const {exitCode, stdout, stderr} = await user.rdeWith(buildEnvironment(), ...args)
    expect(exitCode, stderr).to.equal(0)
    return stdout
  }

  it('is suggested by a start if the images are missing and a source is known', async () => {
    await succeeds('config', 'set', 'services.source', source!)
    const {exitCode, stderr} = await user.rde('cluster', 'start', '--profile', 'core', '--stack', folder!)
    expect(exitCode).not.to.equal(0)
    expect(stderr).to.contain('RDE_IMAGES_MISSING').and.to.contain('rde services build')
  })

  it('builds them all, and leaves them in Docker if no cluster runs', async () => {
    const built = await succeeds('services', 'build', '--all')
    expect(lines(built).map((line) => line.split(' ')[0])).to.have.members(services.map((name) => `${name}:local`))
  })

  it('is all that a start needs to be healthy', async () => {
    await succeeds('cluster', 'start', '--profile', 'core', '--stack', folder!)
    expect(await succeeds('cluster', 'status')).to.contain('healthy')
  })

  it('results in an engine that runs a workflow', async () => {
    await succeeds('images', 'import', 'alpine:3.16')
    await succeeds('workflow', 'run', hello, '--follow')
  })
})
