import {chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {once} from 'node:events'
import {createServer, type AddressInfo, type Server} from 'node:net'
import {tmpdir, userInfo} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {DataDirectory} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import type {EngineInfo} from '../engine/engine-info.js'
import {answering, contextWith} from '../testing/check-context.js'
import {Toolchain} from '../tools/toolchain.js'
import {addressPools, judgePools} from './address-pools.js'
import type {CheckContext, Finding} from './check.js'
import {clock} from './clock.js'
import {engineKind} from './engine-kind.js'
import {judgeInodes} from './inodes.js'
import {ownFiles} from './own-files.js'
import {proxy} from './proxy.js'
import {temporaryFolder} from './temporary-folder.js'
import {testedVersions} from './tested-versions.js'

describe('the checks of the machine', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-checks-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  const engine = (info: Partial<EngineInfo>, rest: Partial<CheckContext> = {}) => contextWith(answering(info), rest)
  const format = ({status, detail, remedies: [remedy]}: Finding) => `${status}: ${detail} → ${remedy?.command ?? ''}`

  describe('of the kind of engine', () => {
    it('name the image store', async () => {
      expect(format(await engineKind.run(engine({storageDriver: 'overlayfs'})))).to.match(
        /^ok: .*, containerd's image store/,
      )
    })

    it('refuse podman, by the path of its socket', async () => {
      const podman = {...answering(), address: 'unix:///run/user/1000/podman/podman.sock'}
      expect(format(await engineKind.run(contextWith(podman)))).to.match(
        /^error: .* podman, .* → curl .*get\.docker\.com/,
      )
    })

    it('refuse podman behind the socket of Docker, by its version', async () => {
      expect(format(await engineKind.run(engine({serverVersion: '4.9.4'})))).to.match(/^error: .* podman/)
    })

    it('refuse an engine that remaps user ids', async () => {
      const found = await engineKind.run(engine({securityOptions: ['name=seccomp,profile=default', 'name=userns']}))
      expect(format(found)).to.match(/^error: .*userns-remap.* → sudo nano \/etc\/docker\/daemon\.json/)
    })

    it('warn of a storage driver that copies everything', async () => {
      expect(format(await engineKind.run(engine({storageDriver: 'vfs'})))).to.match(/^warning: .*vfs/)
    })

    const rootless = (info: Partial<EngineInfo> = {}) =>
      engineKind.run(engine({securityOptions: ['name=rootless'], ...info}, {sys: folder}))
    const delegated = (text: string) => {
      const {uid} = userInfo()
      const slice = join(folder, `fs/cgroup/user.slice/user-${uid}.slice/user@${uid}.service`)
      mkdirSync(slice, {recursive: true})
      writeFileSync(join(slice, 'cgroup.controllers'), text)
    }

    it('accept a rootless engine with all controllers', async () => {
      delegated('cpuset cpu io memory pids\n')
      expect(format(await rootless())).to.match(/^ok: rootless/)
    })

    it('name the missing controllers of a rootless engine', async () => {
      delegated('memory pids\n')
      expect(format(await rootless())).to.match(
        /^error: .*without the cgroup controllers cpu, cpuset, io, .* → sudo mkdir/,
      )
    })

    it('refuse a rootless engine with cgroup v1', async () => {
      expect(format(await rootless({cgroupVersion: '1'}))).to.match(/^error: Docker runs rootless with cgroup v1/)
    })
  })

  describe('of the clock', () => {
    const now = Date.parse('2026-11-28T12:00:00Z')
    const at = (systemTime: Date | undefined, operatingSystem = 'Debian') =>
      clock.run(engine({systemTime, operatingSystem}, {now: () => now}))

    it('tolerate half a minute', async () => {
      expect((await at(new Date(now - 30_000))).status).to.equal('ok')
    })

    it('warn of a difference, in minutes', async () => {
      expect(format(await at(new Date(now - 5 * 60_000)))).to.equal(
        "warning: The engine's clock is 5 min behind this machine's. → sudo timedatectl set-ntp true",
      )
    })

    it('suggest a restart of Docker Desktop', async () => {
      expect(format(await at(new Date(now + 3_600_000), 'Docker Desktop'))).to.match(
        /60 min ahead.* → docker desktop restart$/,
      )
    })
  })

  for (const [free, all, status] of [
    [1_000_000, 4_000_000, 'ok'],
    [0, 0, 'ok'],
    [200_000, 4_000_000, 'warning'],
    [1_000, 4_000_000, 'error'],
  ] as const) {
    it(`rate ${free} free inodes of ${all} as ${status}`, () => {
      expect(judgeInodes({free, all}, '/d').status).to.equal(status)
    })
  }

  describe('of the proxy', () => {
    let server: Server
    let address: string
    beforeEach(async () => {
      server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      address = `http://me:hush@127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    afterEach(() => server.close())

    const local = {NO_PROXY: 'localhost,127.0.0.1'}
    const docker = {http: '', https: 'http://proxy:3128', none: ''}
    const ask = async (env: Record<string, string>, info: Partial<EngineInfo> = {proxy: docker}) =>
      format(await proxy.run(engine(info, {env})))

    it('warn when only this terminal has a proxy, and hide the password', async () => {
      const found = await ask({HTTPS_PROXY: address, ...local}, {})
      expect(found).to.match(/^warning: HTTPS_PROXY is http:\/\/••••@.*, but Docker pulls images without/)
      expect(found).not.to.contain('hush')
    })

    it('accept a proxy of both that answers and excludes this machine', async () => {
      expect(await ask({HTTPS_PROXY: address, ...local})).to.match(/^ok: /)
    })

    it('accept having no proxy', async () => {
      expect((await proxy.run(engine({}))).status).to.equal('ok')
    })

    it('accept a wildcard in NO_PROXY', async () => {
      expect(await ask({HTTPS_PROXY: address, NO_PROXY: '*'})).to.match(/^ok: /)
    })

    it('warn when NO_PROXY does not contain this machine, and keep its hosts', async () => {
      expect(await ask({http_proxy: address, no_proxy: 'localhost,corp.example'})).to.match(
        /^warning: no_proxy does not name 127\.0\.0\.1: .* → export no_proxy=127\.0\.0\.1,localhost,corp\.example$/,
      )
    })

    it('report a proxy that refuses connections', async () => {
      server.close()
      await once(server, 'close')
      expect(await ask({ALL_PROXY: address, ...local})).to.match(
        /^error: ALL_PROXY is http:\/\/••••@127\.0\.0\.1:\d+, but nothing is listening there\. → unset ALL_PROXY$/,
      )
    })

    it('report an invalid address', async () => {
      expect(await ask({HTTPS_PROXY: 'http://[', ...local})).to.match(/^error: .* which is not an address\./)
    })
  })

  describe('of the networks of Docker', () => {
    const pools = [{base: '10.10.0.0/16', size: 18}]
    const taken = (count: number) => Array.from({length: count}, (_, index) => `10.10.${64 * index}.0/18`)

    it('count used networks of the pools only', () => {
      expect(format(judgePools(pools, ['10.10.0.0/18', '192.168.7.0/24']))).to.equal('ok: 1 of 4 networks are taken → ')
    })

    it('warn when one is left', () => expect(judgePools(pools, taken(3)).status).to.equal('warning'))

    it('fail when none is left', () => {
      expect(format(judgePools(pools, taken(4)))).to.match(
        /^error: .*4 of 4 networks are taken\. → docker network prune$/,
      )
    })

    it('know the default pools of Docker', async () => {
      const runner = new ScriptedProcessRunner()
        .on(/network ls/, 'a\nb\n')
        .on(/network inspect --format .* a b$/, '172.17.0.0/16 \n172.20.0.0/16 \n')
      expect((await addressPools.run(engine({}, {runner}))).detail).to.equal('2 of 31 networks are taken')
      runner.assertFinished()
    })
  })

  describe('of the temporary folder', () => {
    it('accept a writable one', async () => {
      expect((await temporaryFolder.run(engine({}, {env: {TMPDIR: folder}}))).status).to.equal('ok')
    })

    it('report a missing one, and the variable that names it', async () => {
      expect(format(await temporaryFolder.run(engine({}, {env: {TMPDIR: join(folder, 'gone')}})))).to.match(
        /^error: The temporary folder .*gone does not exist\. → unset TMPDIR$/,
      )
    })
  })

  describe("of rde's own files", () => {
    const data = () => DataDirectory.fromEnvironment({HOME: folder})
    const writeConfig = (mode: number) => {
      mkdirSync(data().cluster, {recursive: true, mode: 0o700})
      for (const path of [data().clusters, data().cluster]) chmodSync(path, 0o700)
      writeFileSync(data().config, '{}')
      chmodSync(data().config, mode)
    }
    const check = () => ownFiles.run(engine({}, {data: data()}))

    it('accept files that only their owner can read', async () => {
      writeConfig(0o600)
      expect((await check()).status).to.equal('ok')
    })

    it('warn of secrets that others can read, and fix the permissions', async () => {
      writeConfig(0o644)
      const {detail, mend} = await check()
      expect(detail).to.contain('config.json')
      await mend?.run({signal: new AbortController().signal, report() {}})
      expect(statSync(data().config).mode & 0o777).to.equal(0o600)
      expect((await check()).status).to.equal('ok')
    })

    it('report files of another user, with the command that changes the owner', async function () {
      if (process.getuid?.() !== 0) this.skip()
      writeConfig(0o600)
      const {chownSync} = await import('node:fs')
      chownSync(data().config, 4711, 4711)
      expect(format(await check())).to.match(/^error: Another user owns .*config\.json\. → sudo chown -R/)
    })
  })

  it('warn of a tool newer than those that rde was tested with', async () => {
    const program = join(folder, 'helm')
    writeFileSync(program, '', {mode: 0o755})
    const runner = new ScriptedProcessRunner().on(/version --short/, 'v4.0.1+g1234567')
    const options = {env: {PATH: folder}, folder: join(folder, 'tools'), versions: join(folder, 'versions.json')}
    const toolchain = new Toolchain({runner, ...options})
    expect(format(await testedVersions.run(engine({}, {runner, toolchain, tools: ['helm']})))).to.equal(
      'warning: rde was not tested with helm 4.0.1. → export RDE_HELM=/path/to/helm-3.18.6',
    )
  })
})
