import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'

import {expect} from 'chai'

import {buildEnvironment} from './dev-by-hand.js'
import {User} from './user.js'

/** A folder for `--stack` with everything that the profile full needs, and a checkout of relay-core. */
const folder = process.env['RDE_E2E_STACK']
const source = process.env['RDE_E2E_RELAY_CORE']

/** The tests of webhook triggers need images of Docker Hub, and a tunnel from the cluster to this machine. */
const wanted = '^Test(DependsOn|InvalidRuns|PodEnforcement|Run|Tenant)'

describe("relay-core's own end-to-end tests, on a cluster of profile full", () => {
  const user = new User('rde-test-e2e-suite')

  before(async function () {
    if (folder === undefined || source === undefined || !existsSync(join(source, 'tests/e2e'))) {
      console.log('    skipped: RDE_E2E_STACK or RDE_E2E_RELAY_CORE names no folder')
      return this.skip()
    }
    // Each test has its own namespace.
    await user.succeeds('config', 'set', 'helm.values.relay-core.tenantNamespace', 'null')
    await user.succeeds('cluster', 'start', '--profile', 'full', '--stack', folder)
    await user.succeeds('images', 'import', 'alpine:latest')
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    user.remove()
  })

  it('pass, except those of webhook triggers, which need more than a cluster', async () => {
    const output = await runSuite(source!, join(user.folder, 'kubeconfig.yaml'))
    const ended = (how: string) => [...output.matchAll(new RegExp(`^--- ${how}: (\\w+)`, 'gm'))].map(([, name]) => name)
    console.log(`      ${ended('PASS').length} passed, ${ended('SKIP').length} skipped themselves`)
    expect(ended('PASS'), output.slice(-20_000)).to.include.members(['TestRun', 'TestDependsOn', 'TestTenantFinalizer'])
    expect(ended('FAIL')).to.deep.equal([])
  })
})

async function runSuite(checkout: string, kubeconfig: string): Promise<string> {
  const env = {...buildEnvironment(), HOME: process.env['HOME'], RELAY_TEST_E2E_KUBECONFIG: kubeconfig}
  const args = ['test', './tests/e2e', '-v', '-count=1', '-timeout=13m', '-run', wanted]
  const child = spawn('go', args, {cwd: checkout, env, stdio: ['ignore', 'pipe', 'ignore']})
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  return output
}
