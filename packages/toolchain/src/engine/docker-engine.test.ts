import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {recording} from '../testing/recording.js'
import {DockerEngine} from './docker-engine.js'

describe('DockerEngine', () => {
  let runner: ScriptedProcessRunner
  const state = () => new DockerEngine({runner, docker: 'docker'}).state()
  const contextAt = (address: string) => JSON.stringify([{Endpoints: {docker: {Host: address}}}])
  const failingWith = (stderr: string, address = 'unix:///nonexistent.sock') => {
    runner.on(/^docker context/, contextAt(address)).on(/^docker info/, {exitCode: 1, stderr})
    return state()
  }

  beforeEach(() => {
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => runner.assertFinished())

  it('is asked once, whoever wants to know', async () => {
    runner
      .on(/^docker context inspect$/, recording('docker-28.2.2/context-default.json'))
      .on(/^docker info/, recording('docker-28.2.2/info.json'))
    const engine = new DockerEngine({runner, docker: 'docker'})
    expect(await Promise.all([engine.state(), engine.state()])).to.have.length(2)
  })

  it('says that what goes by the name of docker printed something else', async () => {
    runner.on(/^docker context/, '<html>')
    const said = 'docker did not print what rde asked for, but: <html>'
    expect(await state()).to.deep.equal({kind: 'unreachable', address: '', reason: 'unreadable', said})
    runner.on(/^docker context/, contextAt('unix:///x')).on(/^docker info/, 'null')
    expect(await state()).to.include({reason: 'unreadable'})
  })

  it('tells what the checks read', async () => {
    runner
      .on(/^docker context/, recording('docker-28.2.2/context-default.json'))
      .on(/^docker info/, recording('docker-28.2.2/info.json'))
    expect(await state()).to.deep.equal({
      kind: 'answers',
      address: 'unix:///var/run/docker.sock',
      info: {
        serverVersion: '20.10.24+dfsg1',
        operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
        memory: 25276518400,
        dataFolder: '/var/lib/docker',
        cgroupVersion: '1',
        cgroupDriver: 'cgroupfs',
        missingControllers: [],
        forwardsPackets: true,
        storageDriver: 'overlay2',
        securityOptions: ['name=seccomp,profile=default'],
        systemTime: new Date('2026-11-23T15:38:05.488Z'),
        proxy: {http: '', https: '', none: ''},
        addressPools: undefined,
        platform: 'linux/amd64',
      },
    })
  })

  for (const file of ['context-docker-host-tcp', 'context-ssh']) {
    it(`is remote, and not asked anything, with the recorded ${file}`, async () => {
      runner.on(/^docker context/, recording(`docker-28.2.2/${file}.json`))
      expect(await state()).to.include({kind: 'remote'})
    })
  }

  it('has no socket when Docker cannot connect and the file is not there', async () => {
    expect(await failingWith(recording('docker-28.2.2/no-socket.stderr.txt'))).to.include({
      kind: 'unreachable',
      reason: 'no-socket',
      said: 'Cannot connect to the Docker daemon at unix:///nonexistent.sock. Is the docker daemon running?',
    })
  })

  it('is stopped when Docker cannot connect though the socket is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rde-engine-'))
    writeFileSync(join(folder, 'docker.sock'), '')
    const found = await failingWith(
      recording('docker-28.2.2/engine-stopped.stderr.txt'),
      `unix://${folder}/docker.sock`,
    )
    rmSync(folder, {recursive: true})
    expect(found).to.include({reason: 'stopped'})
  })

  it('is denied when the socket is not ours to use', async () => {
    expect(await failingWith(recording('docker-28.2.2/permission-denied.stderr.txt'))).to.include({reason: 'denied'})
  })

  for (const [file, reason] of [
    ['permission-denied', 'denied'],
    ['no-socket', 'no-socket'],
  ]) {
    it(`is ${reason} also when a client of 20.10 tells it in its answer, with exit code 0`, async () => {
      runner
        .on(/^docker context/, contextAt('unix:///nonexistent.sock'))
        .on(/^docker info/, recording(`docker-20.10.24/${file}.json`))
      expect(await state()).to.include({kind: 'unreachable', reason})
    })
  }

  it('took too long when the deadline of 10 s passed', async () => {
    runner.on(/^docker context/, contextAt('unix:///var/run/docker.sock')).on(/^docker info/, {failure: 'timed-out'})
    expect(await state()).to.include({reason: 'timeout'})
    expect(runner.requests.at(-1)?.timeoutMs).to.equal(10_000)
  })

  it('is unknown when the current context is one that does not exist', async () => {
    runner.on(/^docker context/, {exitCode: 1, stderr: recording('docker-28.2.2/context-missing.stderr.txt')})
    expect(await state()).to.include({reason: 'no-context'})
  })

  it('keeps what Docker said when it is nothing we know', async () => {
    expect(await failingWith('something new\nand more')).to.include({reason: 'unknown', said: 'something new'})
  })

  it('lets an interruption through', async () => {
    runner.on(/^docker context/, {failure: 'cancelled'})
    expect(await state().catch((error: Error) => error.name)).to.equal('ProcessError')
  })

  it('has no client where podman goes by the name of docker', async () => {
    const stderr =
      'Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\nError: unrecognized command'
    runner.on(/^docker context/, {exitCode: 125, stderr})
    expect(await state()).to.deep.equal({kind: 'no-client'})
  })

  it('is not asked when there is no client', async () => {
    expect(await new DockerEngine({runner, docker: undefined}).state()).to.deep.equal({kind: 'no-client'})
  })
})
