import {existsSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'

import {expect} from 'chai'

import {buildEnvironment, ChangedLine, DevByHand} from './dev-by-hand.js'
import {docker, lines} from './docker.js'
import {User} from './user.js'

/** A folder for `--stack`, and a checkout of relay-core whose builds work here. */
const folder = process.env['RDE_E2E_STACK']
const source = process.env['RDE_E2E_RELAY_CORE']
const local = 'relay-operator:local'
const hello = new URL('../../examples/hello.yaml', import.meta.url).pathname

/** From a saved line to a run on it, with `services dev` and by hand. */
describe('rde services dev, with relay-core', () => {
  const user = new User('rde-test-e2e-dev')
  let original = ''
  let line: ChangedLine

  before(async function () {
    if (folder === undefined || source === undefined || !existsSync(source)) {
      console.log('    skipped: RDE_E2E_STACK or RDE_E2E_RELAY_CORE names no folder')
      return this.skip()
    }
    original = docker('image', 'inspect', '--format', '{{.Id}}', local)
    // A second tag keeps the image when `local` is moved to another one.
    docker('tag', original, 'relay-operator:rde-test-e2e-dev')
    line = new ChangedLine(source)
    const start = await user.rde('cluster', 'start', '--profile', 'core', '--stack', folder)
    expect(start.exitCode, start.stderr).to.equal(0)
    await user.rde('images', 'import', 'alpine:3.16')
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    line?.restore()
    if (original !== '') {
      docker('tag', original, local)
      docker('image', 'rm', 'relay-operator:rde-test-e2e-dev')
    }
    user.remove()
  })

  const digest = async () => {
    const {services} = await user.json<{services: Array<{service: string; digest: string}>}>('services', 'list')
    return services.find(({service}) => service === 'relay-operator')?.digest
  }
  const imageId = () => docker('image', 'inspect', '--format', '{{.Id}}', local)
  const ids = () => lines(docker('images', '--all', '--quiet', '--no-trunc'))

  it('runs a changed line, and keeps it after Ctrl-C', async () => {
    const args = ['services', 'dev', 'relay-operator', '--source', source!, '--run', hello, '--logs']
    const {child, ended, printed, text: shown} = user.startWith(buildEnvironment(), ...args)
    await printed('round 1 ')
    const first = await digest()
    // The round ends first; Docker gets the image afterwards.
    while (imageId() === original) await sleep(500)
    const firstId = imageId()
    line.save('by dev')
    await printed('round 2 ')
    console.log(`      ${shown.stdout.split('\n')[1]}`)
    expect(shown.stdout).to.match(/round 2 .* run hello#2 succeeded/)
    expect(shown.stderr, 'the log of the operator').to.match(/^relay-operator \| .*hello-2/m)
    const {runs} = await user.json<{runs: Array<{reference: string}>}>('workflow', 'runs')
    expect(
      runs.map(({reference}) => reference),
      'the run of the previous round is deleted',
    ).to.deep.equal(['hello#2'])
    const second = await digest()
    expect(second).not.to.equal(first)
    child.kill('SIGINT')
    expect((await ended).exitCode).to.equal(130)
    expect(await digest()).to.equal(second)
    expect(ids(), 'images in Docker').to.include(imageId()).and.not.to.include(firstId)
  })

  it('leaves a cluster that the next start restores; the one after that changes nothing', async () => {
    const first = await user.rde('cluster', 'start')
    expect(first.exitCode, first.stderr).to.equal(0)
    expect(await digest(), 'what runs').to.be.a('string')
    const {changed} = await user.json<{changed: boolean}>('cluster', 'start')
    expect(changed).to.equal(false)
  })

  it('takes as long by hand', async () => {
    const byHand = new DevByHand(user, source!, hello)
    byHand.prepare()
    line.save('by hand')
    const laps = Object.entries(byHand.round()).map(([part, seconds]) => `${part} ${seconds.toFixed(1)} s`)
    console.log(`      by hand, since the save: ${laps.join('   ')}`)
    byHand.cleanUp()
  })
})
