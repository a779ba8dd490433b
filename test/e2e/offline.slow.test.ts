import {existsSync, rmSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {ClosedEngine, closedEngineProblem} from './closed-engine.js'
import {stackSources} from './stack-folder.js'
import {User} from './user.js'

/** Everything that a start uses comes from a folder: the engine has no images, and neither it nor rde has a network. */
describe('A start without a network', () => {
  const engine = new ClosedEngine()
  const user = new User('rde-test-e2e-offline', engine.within)
  const sources = stackSources()
  const folder = join(user.home, 'stack')
  const rde = (...words: readonly string[]) => user.rdeWith({DOCKER_HOST: engine.address}, ...words)

  before(async function () {
    const problem = closedEngineProblem() ?? (sources === undefined ? 'RDE_E2E_STACK names no folder' : undefined)
    if (problem !== undefined) {
      console.log(`    skipped: ${problem}`)
      return this.skip()
    }
    const outside = new User('rde-test-e2e-offline')
    const words = ['stack', 'pull', '--output', folder, '--profile', 'core', '--stack', sources!, '--no-tools']
    const {exitCode, stderr} = await outside.rde(...words)
    outside.remove()
    expect(exitCode, stderr).to.equal(0)
    await engine.start()
  })
  after(async () => {
    if (existsSync(folder)) await rde('cluster', 'delete', '--yes')
    await engine.stop()
    user.remove()
    if (sources !== undefined) rmSync(sources, {recursive: true})
  })

  it('cannot reach the network', async () => {
    const {exitCode, stderr} = await rde('stack', 'pull', '--output', join(user.home, 'none'), '--no-images')
    expect({exitCode, stderr}).to.have.property('exitCode', 1)
    expect(stderr).to.contain('RDE_DOWNLOAD_FAILED')
  })

  it('ends with a healthy cluster', async () => {
    const {exitCode, stderr} = await rde('cluster', 'start', '--profile', 'core', '--stack', folder)
    expect(exitCode, stderr).to.equal(0)
    const {stdout} = await rde('cluster', 'status', '--json')
    expect(JSON.parse(stdout)).to.include({verdict: 'healthy'})
  })

  it('has nothing to do a second time', async () => {
    expect((await rde('cluster', 'start')).stdout).to.contain('nothing to change')
  })
})
