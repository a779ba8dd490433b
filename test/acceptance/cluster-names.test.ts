import {writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {CliHarness} from './cli-harness.js'

describe('a cluster by its name', () => {
  let cli: CliHarness
  const path = async (env: Record<string, string>, ...args: readonly string[]) =>
    /clusters\/([^/]+)\/config\.json/.exec((await cli.rdeWith({env}, 'config', 'path', ...args)).stdout)?.[1]

  beforeEach(() => (cli = new CliHarness()))
  afterEach(() => cli.remove())

  it('comes from the flag, then from the environment, then from `cluster use`', async () => {
    const RDE_CLUSTER = 'ci'
    expect([await path({}), await path({RDE_CLUSTER}), await path({RDE_CLUSTER}, '--cluster', 'team')]).to.deep.equal([
      'rde-test-acc',
      'ci',
      'team',
    ])
  })

  it('is the default one again after cluster use rde', async () => {
    expect((await cli.rde('cluster', 'use', 'rde')).exitCode).to.equal(0)
    expect(await path({})).to.equal('rde')
  })

  it('can be chosen again if the saved one is not a valid name', async () => {
    writeFileSync(join(cli.home, '.config/rde/cluster'), 'no/../name\n')
    expect((await cli.rde('config', 'path')).stderr).to.contain('rde cluster use rde')
    expect((await cli.rde('cluster', 'use', 'rde')).exitCode).to.equal(0)
    expect(await path({})).to.equal('rde')
  })

  it('is in the remedies of a command that had it as a flag', async () => {
    const {stderr, exitCode} = await cli.rde('config', 'get', '--cluster', 'team')
    expect(exitCode).to.equal(4)
    expect(stderr).to.match(/Start one: +rde cluster start --cluster team$/m)
  })

  it('is printed on standard error by a passthrough, and its flags are left to the tool', async () => {
    cli.tools.on('kubectl', ['get', 'pods', '--cluster', 'mine'], {stdout: 'pods\n'})
    cli.write('kubeconfig.yaml', 'kind: Config')
    const {stdout, stderr} = await cli.rde('kubectl', 'get', 'pods', '--cluster', 'mine')
    expect({stdout, stderr}).to.deep.equal({stdout: 'pods\n', stderr: 'rde: cluster rde-test-acc\n'})
  })
})
