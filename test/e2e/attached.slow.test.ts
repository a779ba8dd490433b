import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {examplePath} from '../example-workflows.js'
import {docker} from './docker.js'
import {byDockerRun, byK3d, type ClusterRequest, type ExistingCluster} from './existing-cluster.js'
import {differences, steadyInventory, type Inventory} from './inventory.js'
import {until} from './until.js'
import {User} from './user.js'

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
const service = 'relay-operator:local'
const greet = `steps:
  - name: greet
    image: alpine:3.16
    input:
      - echo "url = $METADATA_API_URL/outputs/greeting" | curl -fsS -K - -X PUT -H 'Content-Type:text/plain' --data hello
`

interface Runs {
  readonly runs: ReadonlyArray<{readonly reference: string; readonly state: string}>
}

interface Workloads {
  readonly items: ReadonlyArray<{
    readonly kind: string
    readonly metadata: {readonly namespace: string; readonly name: string}
    readonly spec: {
      readonly replicas?: number
      readonly template: {readonly spec: {readonly containers: ReadonlyArray<{readonly image: string}>}}
    }
  }>
}

interface Way {
  readonly title: string
  readonly name: string
  readonly agents: number
  make(request: ClusterRequest): Promise<ExistingCluster>
}

const ways: readonly Way[] = [
  {title: 'made by k3d, with four agents', name: 'rde-test-e2e-att-k3d', agents: 4, make: byK3d},
  {title: 'made of plain containers, without k3d', name: 'rde-test-e2e-att-run', agents: 1, make: byDockerRun},
]

/** One cluster from its state before rde to its state after rde: each test continues after the previous one. */
for (const {title, name, agents, make} of ways) {
  describe(`A cluster that existed before rde, ${title}`, () => {
    const user = new User(`${name}-x`)
    const ownKubeconfig = readFileSync(user.kubeconfig, 'utf8')
    let cluster: ExistingCluster
    let found: Inventory
    let original = ''

    before(async function () {
      if (folder === undefined || !existsSync(folder)) {
        console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
        return this.skip()
      }
      original = docker('image', 'inspect', '--format', '{{.Id}}', service)
      cluster = await make({name, agents, folder: user.temporary})
      found = await steadyInventory(cluster.kubectl)
    })
    after(async () => {
      if (original !== '') docker('tag', original, service)
      cluster?.remove()
      user.remove()
    })

    const stateOf = async (reference: string) => {
      const {runs} = await user.json<Runs>('workflow', 'runs')
      return runs.find((run) => run.reference === reference)?.state
    }
    const workloads = async () =>
      JSON.parse(
        await user.succeeds('kubectl', 'get', 'deployments,statefulsets', '--all-namespaces', '--output=json'),
      ) as Workloads
    const verdict = async () => (await user.json<{verdict: string}>('cluster', 'status')).verdict

    const listed = async () => {
      const {clusters} = await user.json<{clusters: ReadonlyArray<{name: string; state: string}>}>('cluster', 'list')
      return clusters.find((one) => one.name === user.cluster)?.state
    }

    it('is attached, and nothing in it is changed', async () => {
      const {push, pull} = cluster.registry
      const context = ['--context', cluster.context, '--kubeconfig', cluster.kubeconfig]
      await user.succeeds('cluster', 'attach', user.cluster, ...context, '--registry', `${push}=${pull}`)
      expect(readFileSync(user.kubeconfig, 'utf8')).to.equal(ownKubeconfig)
      const proofs = () => cluster.kubectl('get', 'pods', '--namespace', 'default', '--output=name')
      await until('the pods of the proof to be gone', () => proofs() === '')
      expect(differences(found, await steadyInventory(cluster.kubectl)).join('\n')).to.equal('')
    })

    it('is started', async () => {
      await user.succeeds('cluster', 'start', '--profile', 'core', '--stack', folder!)
      expect(await verdict()).to.equal('healthy')
    })

    it('is not changed by another start', async () => {
      expect(await user.succeeds('cluster', 'start')).to.contain('nothing to change')
    })

    it('runs a workflow', async () => {
      await user.succeeds('images', 'import', 'alpine:3.16')
      await user.succeeds('workflow', 'run', examplePath('hello'), '--follow')
      expect(await user.succeeds('workflow', 'logs', 'hello#1')).to.contain('"Hello, world!" took 13 characters.')
      expect(await stateOf('hello#1')).to.equal('succeeded')
    })

    it('runs it with the relay CLI', async () => {
      await user.succeeds('relay', 'workflow', 'run', 'hello')
      await until('the run to succeed', async () => (await stateOf('hello#2')) === 'succeeded')
    })

    it('shows the logs of its components', async () => {
      expect(await user.succeeds('cluster', 'logs', 'operator', '--tail', '5')).to.contain('relay-core-v1-operator')
    })

    it('imports a changed image of a service, and rolls it out', async () => {
      const context = join(user.temporary, 'operator')
      mkdirSync(context)
      writeFileSync(join(context, 'version'), name)
      writeFileSync(join(context, 'Dockerfile'), `FROM ${original}\nCOPY version /version\n`)
      docker('build', '--quiet', '--tag', service, context)
      const printed = await user.succeeds('images', 'import', service)
      const digest = /runs (sha256:[0-9a-f]{12})/.exec(printed)?.[1]
      expect(digest, printed).to.be.a('string')
      const images = (await workloads()).items.flatMap(({spec}) =>
        spec.template.spec.containers.map(({image}) => image),
      )
      expect(images.filter((image) => image.includes('/relay-operator:')).join()).to.contain(`@${digest}`)
      await user.succeeds('workflow', 'run', examplePath('hello'), '--follow')
    })

    it('is stopped: the components of rde have no pods, the existing workloads have', async () => {
      await user.succeeds('cluster', 'stop')
      expect([await verdict(), await listed()]).to.deep.equal(['stopped', 'stopped'])
      const running = (await workloads()).items.filter(({spec}) => spec.replicas !== 0)
      const names = running.map(({kind, metadata: {namespace, name: workload}}) => `${kind} ${namespace}/${workload}`)
      expect(
        names.every((workload) => found.has(workload)),
        names.join(),
      ).to.equal(true)
    })

    it('is started again, with the image that it had', async () => {
      await user.succeeds('cluster', 'start')
      expect([await verdict(), await listed()]).to.deep.equal(['healthy', 'running'])
    })

    it('is tested by rde smoke', async () => {
      const suite = join(user.temporary, 'suite')
      mkdirSync(suite)
      writeFileSync(join(suite, 'greet.yaml'), greet)
      writeFileSync(join(suite, 'greet.expect.yaml'), 'outputs: {greet: {greeting: hello}}\n')
      expect(await user.succeeds('smoke', '--suite', suite)).to.contain('1 of 1 combination passed.')
    })

    it('is as before after rde was removed, except for what delete lists', async () => {
      const {left} = JSON.parse(await user.succeeds('cluster', 'delete', '--yes', '--json')) as {
        left: readonly string[]
      }
      const named = left.map((line) => line.replace(/ .*/s, '').replace('persistentvolume/', 'PersistentVolume '))
      expect(differences(found, await steadyInventory(cluster.kubectl)).join('\n')).to.equal(
        named.map((one) => `added: ${one}`).join('\n'),
      )
      expect(readFileSync(user.kubeconfig, 'utf8')).to.equal(ownKubeconfig)
      expect(user.files().filter((file) => file.includes('/clusters/'))).to.deep.equal([])
    })
  })
}
