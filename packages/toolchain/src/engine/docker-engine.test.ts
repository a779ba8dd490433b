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

  it('is asked once for concurrent callers', async () => {
    runner
      .on(/^docker context inspect$/, recording('docker-28.2.2/context-default.json'))
      .on(/^docker info/, recording('docker-28.2.2/info.json'))
    const engine = new DockerEngine({runner, docker: 'docker'})
    expect(await Promise.all([engine.state(), engine.state()])).to.have.length(2)
  })

  it('is unreadable if the program called docker prints something else', async () => {
    runner.on(/^docker context/, '<html>')
    const message = 'Unexpected output from docker: <html>'
    expect(await state()).to.deep.equal({kind: 'unreachable', address: '', reason: 'unreadable', message})
    runner.on(/^docker context/, contextAt('unix:///x')).on(/^docker info/, 'null')
    expect(await state()).to.include({reason: 'unreadable'})
  })

  it('returns the information that the checks use', async () => {
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
    it(`is remote, and is not asked, with the recorded ${file}`, async () => {
      runner.on(/^docker context/, recording(`docker-28.2.2/${file}.json`))
      expect(await state()).to.include({kind: 'remote'})
    })
  }

  it('has no socket when Docker cannot connect and the file does not exist', async () => {
    expect(await failingWith(recording('docker-28.2.2/no-socket.stderr.txt'))).to.include({
      kind: 'unreachable',
      reason: 'no-socket',
      message: 'Cannot connect to the Docker daemon at unix:///nonexistent.sock. Is the docker daemon running?',
    })
  })

  it('is stopped when Docker cannot connect although the socket exists', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rde-engine-'))
    writeFileSync(join(folder, 'docker.sock'), '')
    const found = await failingWith(
      recording('docker-28.2.2/engine-stopped.stderr.txt'),
      `unix://${folder}/docker.sock`,
    )
    rmSync(folder, {recursive: true})
    expect(found).to.include({reason: 'stopped'})
  })

  it('is denied when the user may not use the socket', async () => {
    expect(await failingWith(recording('docker-28.2.2/permission-denied.stderr.txt'))).to.include({reason: 'denied'})
  })

  for (const [file, reason] of [
    ['permission-denied', 'denied'],
    ['no-socket', 'no-socket'],
  ]) {
    it(`is ${reason} also when a client of 20.10 reports it in its JSON, with exit code 0`, async () => {
      runner
        .on(/^docker context/, contextAt('unix:///nonexistent.sock'))
        .on(/^docker info/, recording(`docker-20.10.24/${file}.json`))
      expect(await state()).to.include({kind: 'unreachable', reason})
    })
  }

  it('times out after 10 s', async () => {
    runner.on(/^docker context/, contextAt('unix:///var/run/docker.sock')).on(/^docker info/, {failure: 'timed-out'})
    expect(await state()).to.include({reason: 'timeout'})
    expect(runner.requests.at(-1)?.timeoutMs).to.equal(10_000)
  })

  it('has no context when the current context does not exist', async () => {
    runner.on(/^docker context/, {exitCode: 1, stderr: recording('docker-28.2.2/context-missing.stderr.txt')})
    expect(await state()).to.include({reason: 'no-context'})
  })

  it('keeps an unknown message of Docker', async () => {
    expect(await failingWith('something new\nand more')).to.include({reason: 'unknown', message: 'something new'})
  })

  it('lets an interruption through', async () => {
    runner.on(/^docker context/, {failure: 'cancelled'})
    expect(await state().catch((error: Error) => error.name)).to.equal('ProcessError')
  })

  it('has no client if the program called docker is podman', async () => {
    const stderr =
      'Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\nError: unrecognized command'
    runner.on(/^docker context/, {exitCode: 125, stderr})
    expect(await state()).to.deep.equal({kind: 'no-client'})
  })

  it('is not asked when there is no client', async () => {
    expect(await new DockerEngine({runner, docker: undefined}).state()).to.deep.equal({kind: 'no-client'})
  })
})
