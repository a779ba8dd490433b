import {existsSync, readFileSync, writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {docker} from './docker.js'
import {phaseEnds, stepRun, tenantAndWorkflow, type Listed} from './relay-objects.js'
import {until} from './until.js'
import {User} from './user.js'

interface Status {
  readonly verdict: string
  readonly components?: ReadonlyArray<{readonly id: string; readonly ready: boolean; readonly problem?: string}>
}

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
const cluster = 'rde-test-e2e-stack'

/** One cluster: each test continues after the previous one. */
describe('The stack, profile core', () => {
  const user = new User(cluster)

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    const {stdout, stderr, exitCode} = await user.rde('cluster', 'start', '--profile', 'core', '--stack', folder)
    expect(exitCode, stderr).to.equal(0)
    console.log(phaseEnds(`${stderr}${stdout}`))
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    user.remove()
  })

  const kubectl = async (...args: readonly string[]) => {
    const {stdout, stderr, exitCode} = await user.rde('kubectl', ...args)
    expect(exitCode, stderr).to.equal(0)
    return stdout
  }
  const tenants = ['--namespace', 'relay-tenants'] as const
  const status = () => user.json<Status>('cluster', 'status')
  const problemOf = async (id: string) => (await status()).components?.find((one) => one.id === id)?.problem
  const repair = async () => {
    const {stderr, exitCode} = await user.rde('cluster', 'start')
    expect(exitCode, stderr).to.equal(0)
    expect((await status()).verdict).to.equal('healthy')
  }
  const apply = async (objects: readonly object[]) => {
    const file = `${user.temporary}/objects.json`
    writeFileSync(file, JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects}))
    await kubectl('apply', '--filename', file)
  }
  /** Resolves with the log of the single step, once the run has succeeded. */
  const run = async (name: string) => {
    await apply([stepRun(name)])
    await kubectl('wait', `runs.relay.sh/${name}`, ...tenants, '--for=condition=Completed', '--timeout=120s')
    await kubectl('wait', `runs.relay.sh/${name}`, ...tenants, '--for=condition=Succeeded', '--timeout=1s')
    const {items} = JSON.parse(await kubectl('get', 'pods', ...tenants, '--output=json')) as Listed
    const pod = items.filter(({metadata}) => metadata.name.includes(name)).at(-1)
    return kubectl('logs', pod?.metadata.name ?? `pod-of-${name}`, ...tenants, '--container=step-step')
  }
  const vault = async (...command: readonly string[]) => {
    const {credentials} = JSON.parse(readFileSync(user.configFile, 'utf8')) as {
      credentials: {vault: {rootToken: string}}
    }
    const script = `export VAULT_TOKEN=${credentials.vault.rootToken} VAULT_ADDR=http://127.0.0.1:8200; exec "$@"`
    return kubectl(
      'exec',
      '--namespace',
      'relay-system',
      'vault-0',
      '--',
      'sh',
      '-c',
      script,
      'sh',
      'vault',
      ...command,
    )
  }

  it('runs a workflow of one step, whose log can be read', async () => {
    await apply(tenantAndWorkflow)
    expect(await run('first')).to.contain('hello from a step')
  })

  it('has nothing to do at a second start', async () => {
    const {stdout} = await user.rde('cluster', 'start')
    expect(stdout).to.contain('nothing to change')
  })

  describe('after a stop and a start', () => {
    before(async () => {
      await vault('kv', 'put', 'customers/kept', 'key=value')
      for (const command of ['stop', 'start']) {
        const {stderr, exitCode} = await user.rde('cluster', command)
        expect(exitCode, stderr).to.equal(0)
      }
    })

    it('is healthy', async () => {
      expect((await status()).verdict).to.equal('healthy')
    })

    it('runs a workflow', async () => {
      expect(await run('second')).to.contain('hello from a step')
    })

    it('still has the secrets of before', async () => {
      expect(await vault('kv', 'get', '-field=key', 'customers/kept')).to.equal('value')
    })
  })

  describe('repairs', () => {
    it('a pod of Vault that was deleted', async () => {
      await kubectl('delete', 'pod', 'vault-0', '--namespace', 'relay-system')
      await until('a trouble of Vault', async () => (await problemOf('vault')) !== undefined)
      await repair()
    })

    it('a sealed Vault', async () => {
      await vault('operator', 'seal')
      expect(await problemOf('vault')).to.equal('is sealed')
      await repair()
    })

    it('an operator that was scaled to 0', async () => {
      await kubectl('scale', 'deployment/relay-core-v1-operator', '--namespace', 'relay-system', '--replicas=0')
      expect(await problemOf('relay-core')).to.contain('relay-core-v1-operator is scaled to 0')
      await repair()
    })

    it('a resource definition that was deleted', async () => {
      await kubectl('delete', 'customresourcedefinition', 'tenants.relay.sh', '--wait=false')
      expect(await problemOf('relay-crds')).to.contain('tenants.relay.sh is gone')
      await repair()
    })

    it("Tekton's namespace that was deleted", async () => {
      await kubectl('delete', 'namespace', 'tekton-pipelines', '--wait=false')
      expect(await problemOf('tekton')).to.be.a('string')
      await repair()
    })

    it('the namespace of the runs that was deleted', async () => {
      await kubectl('delete', 'namespace', 'relay-tenants', '--wait=false')
      expect(await problemOf('relay-core')).to.contain('its namespace relay-tenants is gone')
      await repair()
      await apply(tenantAndWorkflow)
      await run('third')
    })

    it('a resource definition that was deleted while nothing removes the finalizers of its objects', async () => {
      await kubectl('scale', 'deployment/relay-core-v1-operator', '--namespace', 'relay-system', '--replicas=0')
      await kubectl('delete', 'customresourcedefinition', 'tenants.relay.sh', '--wait=false')
      await repair()
    })

    it('the entries of relay-core in Vault', async () => {
      await vault('policy', 'delete', 'operator')
      await repair()
      expect(await vault('policy', 'list')).to.match(/^operator$/m)
    })

    it('a node that was stopped', async () => {
      docker('stop', `k3d-${cluster}-agent-0`)
      expect((await status()).verdict).to.equal('degraded')
      await repair()
    })
  })

  it('changes neither Vault nor config.json if they disagree', async () => {
    const right = readFileSync(user.configFile, 'utf8')
    const config = JSON.parse(right) as {credentials: {vault: {unsealKeys: string[]}}}
    config.credentials.vault.unsealKeys = ['00'.repeat(32)]
    const wrong = JSON.stringify(config, null, 2)
    writeFileSync(user.configFile, wrong)
    const {stderr, exitCode} = await user.rde('cluster', 'start')
    const after = readFileSync(user.configFile, 'utf8')
    writeFileSync(user.configFile, right)
    expect(stderr).to.contain('RDE_VAULT_DISAGREES')
    expect({exitCode, after}).to.deep.equal({exitCode: 1, after: wrong})
  })
})
