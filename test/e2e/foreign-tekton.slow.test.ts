import {existsSync} from 'node:fs'

import {expect} from 'chai'

import {examplePath} from '../example-workflows.js'
import {byDockerRun, type ExistingCluster} from './existing-cluster.js'
import {installForeignTekton} from './foreign-tekton.js'
import {differences, steadyInventory, takeInventory, type Inventory} from './inventory.js'
import {User} from './user.js'

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
const name = 'rde-test-e2e-tekton'

/** One cluster: each test continues after the previous one. */
describe('A Tekton of another version that was there before rde', () => {
  const user = new User(`${name}-x`)
  let cluster: ExistingCluster | undefined
  let found: Inventory

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    cluster = await byDockerRun({name, agents: 0, folder: user.temporary})
    installForeignTekton(cluster, {stack: folder, folder: user.temporary, claims: 'v0.99.0'})
    found = await steadyInventory(cluster.kubectl)
    const {push, pull} = cluster.registry
    const context = ['--context', cluster.context, '--kubeconfig', cluster.kubeconfig]
    await user.succeeds('cluster', 'attach', user.cluster, ...context, '--registry', `${push}=${pull}`)
  })
  after(() => {
    cluster?.remove()
    user.remove()
  })

  const now = () => steadyInventory(cluster!.kubectl)
  /** The current state of the existing objects. */
  const sameAsFound = (inventory: Inventory) => new Map([...inventory].filter(([object]) => found.has(object)))

  it('is refused, with the setting to use it, and nothing is changed', async () => {
    const {stderr, exitCode} = await user.rde('cluster', 'start', '--profile', 'core', '--stack', folder!)
    expect(exitCode).to.equal(1)
    expect(stderr).to.contain('Tekton is in the cluster already, and rde did not install it: ')
    expect(stderr).to.contain('rde config set stack.components.tekton.enabled false')
    expect(differences(found, await now()).join('\n')).to.equal('')
  })

  it('runs workflows if it is chosen, and is not changed', async () => {
    await user.succeeds('config', 'set', 'stack.profile', 'core')
    await user.succeeds('config', 'set', 'stack.source', folder!)
    await user.succeeds('config', 'set', 'stack.components.tekton.enabled', 'false')
    await user.succeeds('cluster', 'start')
    await user.succeeds('images', 'import', 'alpine:3.16')
    await user.succeeds('workflow', 'run', examplePath('hello'), '--follow')
    expect(differences(found, sameAsFound(takeInventory(cluster!.kubectl))).join('\n')).to.equal('')
  })

  it('stays when rde is removed', async () => {
    const {left} = JSON.parse(await user.succeeds('cluster', 'delete', '--yes', '--json')) as {left: readonly string[]}
    const named = left.map(
      (line) => `added: ${line.replace(/ .*/s, '').replace('persistentvolume/', 'PersistentVolume ')}`,
    )
    expect(differences(found, await now()).join('\n')).to.equal(named.join('\n'))
  })
})
