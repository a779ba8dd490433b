import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {expect} from 'chai'

import {docker} from './docker.js'
import {until} from './until.js'
import {User} from './user.js'

const example = fileURLToPath(new URL('../../examples/extension', import.meta.url))
const name = '@team/rde-orders'
const cluster = 'rde-test-e2e-extension'
/** The images of the example, which cannot be pulled here. */
const images = ['postgres:16.4', 'orders-api:local']

interface Status {
  readonly verdict: string
  readonly components: ReadonlyArray<{readonly id: string; readonly ready: boolean}>
}

/** One cluster, profile bare: each test continues after the previous one. */
describe("A team's extension, from its archive", () => {
  const user = new User(cluster)
  let original = ''

  before(async function () {
    if (images.some((image) => docker('image', 'ls', '--quiet', image) === '')) {
      console.log(`    skipped: Docker has not both of ${images.join(', ')}`)
      return this.skip()
    }
    original = docker('image', 'inspect', '--format', '{{.Id}}', 'orders-api:local')
    execFileSync('npm', ['pack', '--pack-destination', user.temporary], {cwd: example, stdio: 'pipe'})
    await user.succeeds('plugins', 'install', join(user.temporary, 'team-rde-orders-1.0.0.tgz'), '--yes')
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    if (original !== '') docker('tag', original, 'orders-api:local')
    user.remove()
  })

  const ask = async (path: string) =>
    JSON.parse(
      await user.succeeds('kubectl', 'get', '--raw', `/api/v1/namespaces/orders/services/orders-api:http/proxy${path}`),
    )
  const query = (sql: string) => user.succeeds('db', 'shell', '--tuples-only', '--command', sql)
  const component = async (id: string) =>
    (await user.json<Status>('cluster', 'status')).components.find((one) => one.id === id)
  const removed = async () => (await user.rde('kubectl', 'get', 'namespace', 'orders')).stderr

  it('starts its database and its API, with a password that is saved in config.json', async () => {
    await user.succeeds('cluster', 'start', '--agents', '0')
    await query("insert into orders (item) values ('tea')")
    expect(await ask('/orders')).to.deep.equal([{id: 1, item: 'tea'}])
    const config = readFileSync(user.configFile, 'utf8')
    const secret = await user.succeeds('kubectl', 'get', 'secret', 'postgres', '--namespace=orders', '--output=json')
    const {data} = JSON.parse(secret) as {data: {password: string}}
    expect(config).to.contain(`"database": "${Buffer.from(data.password, 'base64').toString()}"`)
  })

  it('is in status, doctor, services list and logs', async () => {
    expect(await component('orders-postgres')).to.include({ready: true})
    expect(await component('orders-api')).to.include({ready: true})
    const {checks} = await doctor()
    expect(checks.find(({id}) => id === 'orders-database')).to.include({status: 'ok', detail: 'answers as orders'})
    expect(await user.succeeds('services', 'list')).to.contain('orders-api:local')
    expect((await user.rde('cluster', 'logs', 'orders-postgres')).stdout).to.contain('database system is ready')
  })

  /** Ignores other findings on this machine. */
  async function doctor() {
    const {stdout} = await user.rde('doctor', '--json')
    return JSON.parse(stdout) as {checks: ReadonlyArray<{id: string; status: string; detail: string}>}
  }

  it('changes nothing in a second start', async () => {
    const {changed} = JSON.parse(await user.succeeds('cluster', 'start', '--json')) as {changed: boolean}
    expect(changed).to.equal(false)
  })

  it('is rolled out by images import after a build, and not changed by the next start', async () => {
    const folder = join(user.temporary, 'build')
    mkdirSync(folder)
    writeFileSync(join(folder, 'version'), '2')
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${original}\nCOPY version /app/version\n`)
    docker('build', '--quiet', '--tag', 'orders-api:local', folder)
    expect(await user.succeeds('images', 'import', 'orders-api:local')).to.match(
      /deployment\/orders-api in orders runs/,
    )
    const version = async () =>
      user.succeeds('kubectl', 'exec', '--namespace', 'orders', 'deployment/orders-api', '--', 'cat', '/app/version')
    expect(await version()).to.equal('2')
    const {changed} = JSON.parse(await user.succeeds('cluster', 'start', '--json')) as {changed: boolean}
    expect(changed).to.equal(false)
    expect(await version()).to.equal('2')
    expect(await query('select item from orders')).to.contain('tea')
  })

  it('applies a changed setting at the next start', async () => {
    await user.succeeds('config', 'set', `extensions.${name}.replicas`, '2')
    await user.succeeds('cluster', 'start')
    const replicas = [
      'get',
      'deployment',
      'orders-api',
      '--namespace',
      'orders',
      '--output',
      'jsonpath={.spec.replicas}',
    ]
    expect(await user.succeeds('kubectl', ...replicas)).to.equal('2')
  })

  it('leaves nothing when it is uninstalled', async () => {
    await user.succeeds('plugins', 'uninstall', name, '--yes')
    expect(await removed()).to.contain('NotFound')
    expect((await user.json<Status>('cluster', 'status')).components).to.deep.equal([])
    const config = JSON.parse(readFileSync(user.configFile, 'utf8')) as {extensions: object; images: unknown[]}
    expect(config.extensions).to.deep.equal({})
    expect(config.images).to.deep.equal([])
    expect(existsSync(join(user.home, '.local/share/rde/node_modules', name))).to.equal(false)
    // The provisioner removes unclaimed volumes; not every provisioner does.
    await until('no volume is claimed', async () => {
      const phases = ['get', 'persistentvolumes', '--output', 'jsonpath={.items[*].status.phase}']
      return !(await user.succeeds('kubectl', ...phases)).includes('Bound')
    })
    const {changed} = JSON.parse(await user.succeeds('cluster', 'start', '--json')) as {changed: boolean}
    expect(changed).to.equal(false)
  })
})
