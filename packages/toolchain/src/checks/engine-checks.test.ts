import {tmpdir} from 'node:os'

import {expect} from 'chai'

import {answering, contextWith} from '../testing/check-context.js'
import {cgroup} from './cgroup.js'
import {disk, judgeSpace} from './disk.js'
import {dockerVersion} from './docker-version.js'
import {memory} from './memory.js'

describe('the checks of the engine information', () => {
  const unreachable = contextWith({kind: 'unreachable', address: '', reason: 'stopped', message: ''})

  for (const check of [cgroup, disk, dockerVersion, memory]) {
    it(`do not apply when the engine does not answer: ${check.id}`, async () => {
      expect(await check.applies!(unreachable)).to.equal(false)
    })
  }

  it('accept an engine of 20.10, including a distribution’s build', async () => {
    expect(await dockerVersion.run(contextWith(answering()))).to.include({
      status: 'ok',
      detail: 'Docker engine 20.10.24',
    })
  })

  for (const serverVersion of ['19.03.15', '']) {
    it(`refuse an engine of version "${serverVersion}"`, async () => {
      expect((await dockerVersion.run(contextWith(answering({serverVersion})))).status).to.equal('error')
    })
  }

  it('report the control groups', async () => {
    expect((await cgroup.run(contextWith(answering()))).detail).to.equal('cgroup v2 (systemd)')
  })

  it('refuse a kernel without the memory controller, as on a Raspberry Pi', async () => {
    const {status, detail} = await cgroup.run(contextWith(answering({missingControllers: ['memory']})))
    expect([status, detail]).to.deep.equal([
      'error',
      'The kernel does not have the cgroup controllers that the nodes need: memory.',
    ])
  })

  it('leave missing controllers of a rootless engine to the engine-kind check', async () => {
    const rootless = answering({missingControllers: ['cpu'], securityOptions: ['name=rootless']})
    expect((await cgroup.run(contextWith(rootless))).status).to.equal('ok')
  })

  for (const [nodeImage, status] of [
    ['rancher/k3s:v1.33.4-k3s1', 'ok'],
    ['rancher/k3s:v1.35.0-k3s1', 'error'],
    ['local/k3s:mine', 'ok'],
  ] as const) {
    it(`rate cgroup v1 as ${status} for nodes of ${nodeImage}`, async () => {
      const context = contextWith(answering({cgroupVersion: '1'}), {nodeImage})
      expect((await cgroup.run(context)).status).to.equal(status)
    })
  }

  it('warn of too little memory, with both figures', async () => {
    const {status, detail} = await memory.run(contextWith(answering({memory: 1.5 * 1024 ** 3})))
    expect(status).to.equal('warning')
    expect(detail).to.contain('1.5 GiB').and.to.contain('2 GiB are recommended')
  })

  it('accept enough memory', async () => {
    const context = contextWith(answering({memory: 4 * 1024 ** 3}), {memory: 4 * 1024 ** 3})
    expect((await memory.run(context)).status).to.equal('ok')
  })

  for (const [free, used, status] of [
    [4e9, 100e9, 'error'],
    [14e9, 14e9, 'warning'],
    [20e9, 90e9, 'warning'],
    [61e9, 100e9, 'ok'],
  ] as const) {
    it(`rate ${free / 1e9} GB free of ${(free + used) / 1e9} as ${status}`, () => {
      expect(judgeSpace({free, used}, '/d').status).to.equal(status)
    })
  }

  it('measure the disk where Docker keeps its data', async () => {
    expect((await disk.run(contextWith(answering({dataFolder: tmpdir()})))).detail).to.contain(`data, ${tmpdir()}`)
  })

  it('do not measure a disk on a virtual machine', async () => {
    expect((await disk.run(contextWith(answering()))).detail).to.contain('not measured')
  })

  it('do not measure the local disk for Docker Desktop', async () => {
    const context = contextWith(answering({dataFolder: tmpdir(), operatingSystem: 'Docker Desktop'}))
    expect((await disk.run(context)).detail).to.contain('not measured')
  })

  it('never suggest removing stopped containers, which include a stopped cluster', () => {
    const commands = judgeSpace({free: 0, used: 1}, '/d').remedies.map(({command}) => command)
    expect(commands).to.not.include('docker system prune')
  })
})
