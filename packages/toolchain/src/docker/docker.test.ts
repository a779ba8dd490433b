import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Docker} from './docker.js'

describe('Docker', () => {
  let runner: ScriptedProcessRunner
  let docker: Docker

  beforeEach(() => {
    runner = new ScriptedProcessRunner()
    docker = new Docker(runner)
  })
  afterEach(() => runner.assertFinished())

  const listed = async (name: string) => {
    const containers = await docker.containers('label=k3d.cluster=rde-test-acc')
    return containers.find((container) => container.name === name)
  }

  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    ps: () => docker.containers('label=x'),
    info: () => docker.info(),
    'image inspect': () => docker.image('x'),
    'manifest inspect': () => docker.manifest('x'),
    push: () => docker.push('x'),
  }
  for (const [words, ask] of Object.entries(questions))
    it(`reports unexpected output of docker ${words} in one sentence`, async () => {
      runner.on(new RegExp(`^docker ${words}`), 'null\n')
      const error: unknown = await ask().catch((thrown: unknown) => thrown)
      expect(error).to.include({
        code: 'RDE_TOOL_UNREADABLE',
        message: 'Unexpected output from docker: null',
      })
    })

  it('passes a file to a program in a container', async () => {
    runner.on(/^docker exec --interactive node-0 ctr images import -$/, 'imported')
    const options = {inputFile: '/archive.tar', timeoutMs: 1_000}
    expect(await docker.execWithFile('node-0', ['ctr', 'images', 'import', '-'], options)).to.equal('imported')
    expect(runner.requests[0]).to.include(options)
  })

  it('ignores images without a name', async () => {
    const lines = ['<none>:<none> sha256:1', 'localhost:5000/api:<none> sha256:2', 'api:local sha256:3']
    runner.on(/^docker images /, lines.join('\n'))
    expect([...(await docker.imageIds())]).to.deep.equal([['api:local', 'sha256:3']])
  })

  it('reads a node: its state, image, ports and requested labels', async () => {
    runner.play('docker running.ps')
    expect(await listed('k3d-rde-test-acc-serverlb')).to.deep.include({
      state: 'running',
      image: 'ghcr.io/k3d-io/k3d-proxy:5.9.0',
      ports: ['127.0.0.1:23647->80/tcp', '127.0.0.1:23645->6443/tcp'],
      labels: {'k3d.cluster': 'rde-test-acc', 'k3d.role': 'loadbalancer'},
    })
  })

  it('lists the volumes of a container, including anonymous ones', async () => {
    runner.play('docker running.ps')
    const volumes = (await listed('k3d-rde-test-acc-server-0'))?.volumes ?? []
    expect(volumes.filter((name) => /^[0-9a-f]{64}$/.test(name))).to.have.length(volumes.length - 1)
    expect(volumes).to.include('k3d-rde-test-acc-images')
  })

  it('ignores a name that does not exist when untagging', async () => {
    const stderr = 'Error response from daemon: reference does not exist'
    runner.on(/^docker image rm --no-prune localhost:5000\/alpine:latest$/, {exitCode: 1, stderr})
    await docker.untag('localhost:5000/alpine:latest')
  })

  it('distinguishes a paused container from a running one', async () => {
    runner.play('docker paused.ps')
    expect((await listed('k3d-rde-test-acc-agent-1'))?.state).to.equal('paused')
  })

  it('finds nothing where there is nothing', async () => {
    runner.play('docker absent.ps')
    expect(await docker.containers('label=k3d.cluster=rde-test-acc')).to.deep.equal([])
  })

  it('lists only the requested networks and volumes', async () => {
    runner.on(/^docker network ls/, 'bridge\nk3d-rde\nk3d-rde-test-acc\n').on(/^docker volume ls/, 'rde-registry\n')
    expect(await docker.networks(['k3d-rde'])).to.deep.equal(['k3d-rde'])
    expect(await docker.volumes(['k3d-rde-images', 'rde-registry'])).to.deep.equal(['rde-registry'])
  })

  it('reports when a container was started and its exit code', async () => {
    runner.on(/^docker inspect/, '/a 2026-01-02T03:04:05.678Z 137\n')
    const {startedAt, exitCode} = (await docker.lastRun(['a'])).get('a')!
    expect({startedAt: startedAt.toISOString(), exitCode}).to.deep.equal({
      startedAt: '2026-01-02T03:04:05.678Z',
      exitCode: 137,
    })
  })

  it('runs no command for an empty list', async () => {
    await docker.start([])
    await docker.stop([], 1)
    await docker.unpause([])
    await docker.remove([])
    await docker.removeNetworks([])
    await docker.removeVolumes([])
    expect([...(await docker.lastRun([]))]).to.deep.equal([])
    expect(runner.commandLines).to.deep.equal([])
  })

  it('passes the seconds for stopping, and gives docker itself more time', async () => {
    runner.on(/^docker stop -t 45 a b$/)
    await docker.stop(['a', 'b'], 45)
    expect(runner.requests[0]!.timeoutMs).to.be.greaterThan(45_000)
  })

  it('removes containers with their anonymous volumes', async () => {
    runner.on(/^docker rm --force --volumes a$/)
    await docker.remove(['a'])
  })

  it('returns undefined for a missing image', async () => {
    runner.on(/^docker image inspect/, {exitCode: 1, stderr: 'Error: No such image: a:local'})
    expect(await docker.image('a:local')).to.equal(undefined)
  })

  it('reads the id, size and platform of an image', async () => {
    runner.on(/^docker image inspect/, '{"Id":"sha256:1f","Size":2048,"Os":"linux","Architecture":"amd64"}\n')
    expect(await docker.image('a:local')).to.deep.equal({
      reference: 'a:local',
      id: 'sha256:1f',
      size: 2048,
      platform: 'linux/amd64',
      isIndex: false,
    })
  })

  it('reads the command of an image', async () => {
    runner.on(/^docker image inspect --format .*Entrypoint.* a:local$/, '[["/run"],null]\n')
    expect(await docker.imageCommand('a:local')).to.deep.equal({entrypoint: ['/run'], cmd: []})
  })

  it('returns undefined for the command of a missing image', async () => {
    runner.on(/^docker image inspect/, {exitCode: 1, stderr: 'Error: No such image: a:local'})
    expect(await docker.imageCommand('a:local')).to.equal(undefined)
  })
})
