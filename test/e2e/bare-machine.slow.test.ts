import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {root, runRde} from '../acceptance/rde-process.js'
import {BareMachine, bareMachineProblem, ToolMirror} from './bare-machine.js'
import {removeLeftovers} from './docker.js'
import {stackSources} from './stack-folder.js'

const cluster = {RDE_CLUSTER: 'rde-test-e2e-bare'}

/** From a machine with only Docker, Node and git to a healthy cluster: with a clone, and with the package. */
describe('A bare machine', () => {
  const mirror = new ToolMirror()
  const stack = mkdtempSync(join(tmpdir(), 'rde-bare-stack-'))
  const repository = mkdtempSync(join(tmpdir(), 'rde-bare-git-'))
  const sources = stackSources()
  let machine: BareMachine
  let address: string
  const run = (script: string) => machine.run(script, {...cluster, RDE_DOWNLOAD_MIRROR: address})
  const ends = async (script: string) => {
    const {exitCode, stdout, stderr} = await run(script)
    expect(exitCode, `${script}\n${stdout}${stderr}`).to.equal(0)
    return {stdout, stderr}
  }
  const start = 'cluster start --profile core --stack /stack --yes'

  before(async function () {
    const problem = bareMachineProblem() ?? (sources === undefined ? 'RDE_E2E_STACK names no folder' : undefined)
    if (problem !== undefined) {
      console.log(`    skipped: ${problem}`)
      return this.skip()
    }
    removeLeftovers(cluster.RDE_CLUSTER)
    const words = ['stack', 'pull', '-o', stack, '--profile', 'core', '--stack', sources!, '--no-tools']
    const {exitCode, stderr} = await runRde(words, {path: process.env['PATH'] ?? '', timeoutMs: 600_000})
    expect(exitCode, stderr).to.equal(0)
    execFileSync('git', ['clone', '--quiet', '--bare', root, repository])
    machine = new BareMachine({'/src': repository, '/stack': stack})
    address = await mirror.start()
  })
  after(async () => {
    mirror.stop()
    machine?.remove()
    for (const folder of [stack, repository, ...(sources === undefined ? [] : [sources])])
      rmSync(folder, {recursive: true})
  })
  afterEach(async () => {
    await run('cd /root/rde && ./rde cluster delete --yes; rm -rf /root/.cache/rde')
  })

  it('has none of the tools', async () => {
    expect((await run('command -v k3d kubectl helm')).stdout).to.equal('')
  })

  it('runs a healthy cluster after one command in a clone', async () => {
    await ends('git -c safe.directory=* clone --quiet /src /root/rde')
    mirror.writeSums(join(machine.root, 'root/rde'))
    await ends(`cd /root/rde && ./rde ${start}`)
    expect(mirror.asked.splice(0).sort()).to.have.length(3)
    expect(JSON.parse((await ends('cd /root/rde && ./rde cluster status --json')).stdout)).to.include({
      verdict: 'healthy',
    })
  })

  it('runs a healthy cluster after the same command with the package', async () => {
    const {stdout} = await ends('cd /root/rde && npm ci --silent --no-audit && npm run --silent package')
    await ends(`npm install --global --prefix /usr/local --no-audit --no-fund ${stdout.trim().split('\n').at(-1)}`)
    await ends(`cd / && /usr/local/bin/rde ${start}`)
    expect(mirror.asked.splice(0).sort()).to.have.length(3)
    expect(JSON.parse((await ends('/usr/local/bin/rde cluster status --json')).stdout)).to.include({
      verdict: 'healthy',
    })
  })
})
