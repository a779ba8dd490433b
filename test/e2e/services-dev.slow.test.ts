import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {docker} from './docker.js'
import {until} from './until.js'
import {User} from './user.js'

/** A folder for `--stack`, and a checkout of relay-core whose builds work here. */
const folder = process.env['RDE_E2E_STACK']
const source = process.env['RDE_E2E_RELAY_CORE']
const cluster = 'rde-test-e2e-dev'
const local = 'relay-operator:local'
const hello = new URL('../../examples/hello.yaml', import.meta.url).pathname

/** From a saved line to a run on it, by `services dev` and by hand. */
describe('rde services dev, with relay-core', () => {
  const user = new User(cluster)
  const main = join(source ?? '', 'cmd/relay-operator/main.go')
  let original = ''
  let text = ''
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name, value]) => value !== undefined && !name.startsWith('RDE_')),
  ) as Record<string, string>

  before(async function () {
    if (folder === undefined || source === undefined || !existsSync(main)) {
      console.log('    skipped: RDE_E2E_STACK or RDE_E2E_RELAY_CORE names no folder')
      return this.skip()
    }
    original = docker('image', 'inspect', '--format', '{{.Id}}', local)
    text = readFileSync(main, 'utf8')
    const start = await user.rde('cluster', 'start', '--profile', 'core', '--stack', folder)
    expect(start.exitCode, start.stderr).to.equal(0)
    await user.rde('images', 'import', 'alpine:3.16')
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    if (text !== '') writeFileSync(main, text)
    if (original !== '') docker('tag', original, local)
    user.remove()
  })

  const save = (mark: string) => writeFileSync(main, text.replace('Error parsing flags', `Error parsing flags ${mark}`))
  const digest = async () => {
    const {services} = await user.json<{services: Array<{service: string; digest: string}>}>('services', 'list')
    return services.find(({service}) => service === 'relay-operator')?.digest
  }

  it('shows a changed line running, and leaves it so after Ctrl-C', async () => {
    const args = ['services', 'dev', 'relay-operator', '--source', source!, '--run', hello]
    const {child, ended, printed, text: shown} = user.startWith(environment, ...args)
    await printed('round 1 ')
    const first = await digest()
    save('by dev')
    await printed('round 2 ')
    console.log(`      ${shown.stdout.split('\n')[1]}`)
    expect(shown.stdout).to.match(/round 2 .* run hello#2 succeeded/)
    const second = await digest()
    expect(second).not.to.equal(first)
    child.kill('SIGINT')
    expect((await ended).exitCode).to.equal(130)
    expect(await digest()).to.equal(second)
  })

  it('takes as long by hand', async () => {
    const step = (file: string, ...args: readonly string[]) => {
      const {status, stderr} = spawnSync(file, args, {cwd: source, encoding: 'utf8'})
      expect(status, stderr).to.equal(0)
    }
    const begin = performance.now()
    const lap = (what: string) => `${what} ${((performance.now() - begin) / 1_000).toFixed(1)} s`
    save('by hand')
    step('go', 'run', 'github.com/google/ko', 'build', '--local', '--base-import-paths', './cmd/relay-operator')
    const laps = [lap('build')]
    docker('tag', 'ko.local/relay-operator:latest', 'relay-operator:by-hand')
    step('k3d', 'image', 'import', 'relay-operator:by-hand', '--cluster', cluster)
    laps.push(lap('import'))
    const inSystem = ['kubectl', '--namespace', 'relay-system'] as const
    const change = JSON.stringify({spec: {operator: {image: 'relay-operator:by-hand'}}})
    await user.rde(
      ...inSystem,
      'patch',
      'relaycores.install.relay.sh',
      'relay-core-v1',
      '--type=merge',
      '--patch',
      change,
    )
    const deployment = ['deployment', 'relay-core-v1-operator'] as const
    await until('the Deployment to name the image', async () =>
      (await user.rde(...inSystem, 'get', ...deployment, '--output=yaml')).stdout.includes('relay-operator:by-hand'),
    )
    await user.rde(...inSystem, 'rollout', 'status', ...deployment)
    laps.push(lap('ready'))
    const {exitCode, stderr} = await user.rde('workflow', 'run', hello, '--follow')
    expect(exitCode, stderr).to.equal(0)
    console.log(`      by hand: ${[...laps, lap('run')].join(', ')}`)
    docker('image', 'rm', 'relay-operator:by-hand')
  })
})
