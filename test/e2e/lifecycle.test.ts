import {readFileSync} from 'node:fs'

import {expect} from 'chai'

import {bin, runProgram} from '../acceptance/rde-process.js'
import {docker, exitCodeOf, lines, runningSince, stateOf} from './docker.js'
import {DockerWatch} from './docker-watch.js'
import {TestImage} from './test-image.js'
import {until} from './until.js'
import {User} from './user.js'

interface Status {
  readonly verdict: string
  readonly problems: readonly string[]
  readonly repair?: string
  readonly nodes: ReadonlyArray<{readonly name: string; readonly state: string; readonly ready?: boolean}>
}

const cluster = 'rde-test-e2e-one'
const nodes = ['server-0', 'agent-0', 'agent-1'].map((name) => `k3d-${cluster}-${name}`)

/** One cluster from its start to its end: each test continues after the previous one. */
describe('A cluster, from its first start to its end', () => {
  const user = new User(cluster)
  const neighbour = new User('rde-test-e2e-two')
  const watch = new DockerWatch()
  const image = new TestImage('rde-test-e2e/hello:1')
  const status = () => user.json<Status>('cluster', 'status')
  const neighboursContainers = () => runningSince(neighbour.cluster)
  const kubeconfigBefore = readFileSync(user.kubeconfig, 'utf8')
  let filesBefore: string[]
  let neighbourBefore: string[]
  let stoppedAt: Date

  before(async () => {
    const [{stderr, exitCode}] = await Promise.all([neighbour.rde('cluster', 'start', '--agents', '0'), image.build()])
    expect(exitCode, stderr).to.equal(0)
    neighbourBefore = neighboursContainers()
    filesBefore = user.files()
  })
  after(async () => {
    await Promise.all([user.rde('cluster', 'delete', '--yes'), neighbour.rde('cluster', 'delete', '--yes')])
    image.remove()
    watch.stop()
    user.remove()
    neighbour.remove()
  })

  describe('before there is one', () => {
    it('is absent, with exit code 4', async () => {
      const {stdout, exitCode} = await user.rde('cluster', 'status', '--json')
      expect({verdict: JSON.parse(stdout).verdict, exitCode}).to.deep.equal({verdict: 'absent', exitCode: 4})
    })

    it('can still be deleted', async () => {
      const {stdout, exitCode} = await user.rde('cluster', 'delete', '--yes')
      expect({stdout, exitCode}).to.deep.equal({
        stdout: `There is no cluster called ${cluster}; nothing to remove.\n`,
        exitCode: 0,
      })
    })

    it('can still be stopped', async () => {
      expect((await user.rde('cluster', 'stop')).stdout).to.equal(`There is no cluster called ${cluster}.\n`)
    })

    it('shows with --dry-run what a start would run', async () => {
      expect((await user.rde('cluster', 'start', '--dry-run')).stdout).to.contain('k3d cluster create --config -')
    })

    it('has left no file and no Docker object so far', () => {
      expect([user.files(), watch.remains(cluster)]).to.deep.equal([filesBefore, []])
    })
  })

  describe('started', () => {
    it('is ready, and the next commands are printed', async () => {
      const {stdout, stderr, exitCode} = await user.rde('cluster', 'start')
      expect(exitCode, stderr).to.equal(0)
      expect(stdout).to.match(/^The cluster is ready after .*\n[^]*rde kubectl get nodes/)
    })

    it('has three Ready nodes', async () => {
      const {stdout} = await user.rde('kubectl', 'get', 'nodes', '--no-headers')
      expect(lines(stdout).map((line) => line.split(/\s+/).slice(0, 2))).to.have.deep.members(
        nodes.map((name) => [name, 'Ready']),
      )
    })

    it('is healthy, with exit code 0', async () => {
      const {stdout, exitCode} = await user.rde('cluster', 'status', '--json')
      expect({verdict: JSON.parse(stdout).verdict, exitCode}).to.deep.equal({verdict: 'healthy', exitCode: 0})
    })

    it('is "running and healthy" when started again, and unchanged', async () => {
      const before = runningSince(cluster)
      const {stdout} = await user.rde('cluster', 'start')
      expect(stdout).to.match(/^The cluster is running and healthy; nothing to change/)
      expect(runningSince(cluster)).to.deep.equal(before)
    })

    it('answers `start --json` with one document on stdout', async () => {
      const {stdout} = await user.rde('cluster', 'start', '--json')
      expect(JSON.parse(stdout)).to.include({cluster, changed: false})
    })

    it('has nothing to run in a dry run', async () => {
      const previews = await user.json<Array<{id: string; commandLines: string[]}>>('cluster', 'start', '--dry-run')
      expect(previews.find(({id}) => id === 'cluster')?.commandLines).to.deep.equal([])
    })

    it('listens only on 127.0.0.1', () => {
      const ids = lines(docker('ps', '--quiet', '--filter', `label=k3d.cluster=${cluster}`))
      const format = '{{range .NetworkSettings.Ports}}{{range .}}{{.HostIp}}{{"\\n"}}{{end}}{{end}}'
      const addresses = lines(docker('inspect', '--format', format, ...ids))
      expect([addresses.length, new Set(addresses)]).to.deep.equal([3, new Set(['127.0.0.1'])])
    })

    it('ends silently when the reader of kubectl closes the pipe', async () => {
      const line = `'${process.execPath}' '${bin}' kubectl get pods --all-namespaces --output json | head -1`
      const env = {RDE_CLUSTER: cluster, TMPDIR: user.temporary}
      const {stdout, stderr} = await runProgram('/bin/sh', ['-c', line], {
        env,
        home: user.home,
        path: process.env['PATH']!,
      })
      expect({stdout, stderr}).to.deep.equal({stdout: '{\n', stderr: `rde: cluster ${cluster}\n`})
    })

    it('runs an image that was pushed to its registry, under its plain name', async () => {
      image.push((await user.json<{registry: {address: string}}>('cluster', 'status')).registry.address)
      await user.rde('kubectl', 'create', 'deployment', 'hello', `--image=${image.reference}`, '--', 'sleep', '1d')
      const {stderr, exitCode} = await user.rde('kubectl', 'rollout', 'status', 'deployment/hello', '--timeout=120s')
      expect(exitCode, stderr).to.equal(0)
    })

    it('has a kubeconfig that only its owner can read', async () => {
      const {stdout} = await runProgram('/usr/bin/stat', [
        '-c',
        '%a',
        `${user.folder}/kubeconfig.yaml`,
        user.configFile,
      ])
      expect(lines(stdout)).to.deep.equal(['600', '600'])
    })
  })

  describe('with a paused agent', () => {
    before(() => void docker('pause', nodes[2]!))

    it('is degraded, names the agent and the command that repairs it, with exit code 1', async () => {
      const {stdout, exitCode} = await user.rde('cluster', 'status', '--json')
      const {verdict, problems, repair} = JSON.parse(stdout) as Status
      expect({verdict, repair, exitCode}).to.deep.equal({verdict: 'degraded', repair: 'rde cluster start', exitCode: 1})
      expect(problems).to.include(`${nodes[2]} is paused`)
    })

    it('is healthy again after that command', async () => {
      const {exitCode, stderr} = await user.rde('cluster', 'start')
      expect(exitCode, stderr).to.equal(0)
      expect((await status()).verdict).to.equal('healthy')
    })
  })

  describe('stopped', () => {
    let stopped: string
    before(async () => {
      stopped = (await user.rde('cluster', 'stop', '--json')).stdout
      stoppedAt = new Date()
    })

    it('has had all its containers stopped', () => {
      expect([...nodes, `k3d-${cluster}-serverlb`, `${cluster}-registry.localhost`].map(stateOf)).to.deep.equal(
        Array(5).fill('exited'),
      )
    })

    it('has had no node killed', () => {
      expect({codes: nodes.map(exitCodeOf).includes(137), reported: JSON.parse(stopped).killed}).to.deep.equal({
        codes: false,
        reported: [],
      })
    })

    it('is "stopped", with exit code 4', async () => {
      const {stdout, exitCode} = await user.rde('cluster', 'status', '--json')
      expect({verdict: JSON.parse(stdout).verdict, exitCode}).to.deep.equal({verdict: 'stopped', exitCode: 4})
    })

    it('can be stopped again', async () => {
      expect((await user.rde('cluster', 'stop')).stdout).to.equal('The cluster is already stopped.\n')
    })
  })

  describe('started again', () => {
    before(async () => {
      const {exitCode, stderr} = await user.rde('cluster', 'start')
      expect(exitCode, stderr).to.equal(0)
    })

    it('is healthy', async () => expect((await status()).verdict).to.equal('healthy'))

    it('brings its pods back', async () => {
      const path = 'jsonpath={.items[0].status.containerStatuses[0].state.running.startedAt}'
      await until('the pod was started anew', async () => {
        const {stdout} = await user.rde('kubectl', 'get', 'pods', '--selector=app=hello', '--output', path)
        return new Date(stdout) > stoppedAt
      })
    })

    it('still has its images: a new pod finds its own', async () => {
      await user.rde('kubectl', 'create', 'deployment', 'again', `--image=${image.reference}`, '--', 'sleep', '1d')
      await user.rde('kubectl', 'patch', 'deployment', 'again', '-p', alwaysPull)
      const {stderr, exitCode} = await user.rde('kubectl', 'rollout', 'status', 'deployment/again', '--timeout=120s')
      expect(exitCode, stderr).to.equal(0)
    })
  })

  describe('deleted', () => {
    it('prints what it removed', async () => {
      const {stdout} = await user.rde('cluster', 'delete', '--yes')
      expect(stdout).to.match(/^Removed 5 containers, 1 network, \d+ volumes, .*\.\n$/)
    })

    it('is absent', async () => expect((await status()).verdict).to.equal('absent'))

    it('had anonymous volumes, according to Docker', () => {
      expect(watch.anonymousVolumes(cluster)).to.be.greaterThan(0)
    })

    it('leaves no container, network or volume', () => expect(watch.remains(cluster)).to.deep.equal([]))

    it('leaves no new file, and changes none', () => expect(user.files()).to.deep.equal(filesBefore))

    it("has left the user's kubeconfig as it was, byte for byte", () => {
      expect(readFileSync(user.kubeconfig, 'utf8')).to.equal(kubeconfigBefore)
    })

    it('has not changed the cluster next to it', () => expect(neighboursContainers()).to.deep.equal(neighbourBefore))
  })
})

const alwaysPull = JSON.stringify({
  spec: {template: {spec: {containers: [{name: 'hello', imagePullPolicy: 'Always'}]}}},
})
