import {tmpdir} from 'node:os'

import {expect} from 'chai'

import {answering, contextWith} from '../testing/check-context.js'
import {cgroup} from './cgroup.js'
import {disk, judgeSpace} from './disk.js'
import {dockerVersion} from './docker-version.js'
import {memory} from './memory.js'

describe('the checks of what the engine says of itself', () => {
  const unreachable = contextWith({kind: 'unreachable', address: '', reason: 'stopped', said: ''})

  for (const check of [cgroup, disk, dockerVersion, memory]) {
    it(`do not apply when it does not answer: ${check.id}`, async () => {
      expect(await check.applies!(unreachable)).to.equal(false)
    })
  }

  it('take an engine of 20.10, a distribution’s build included', async () => {
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

  it('refuse a kernel without the control group of memory, as of a Raspberry Pi', async () => {
    const {status, detail} = await cgroup.run(contextWith(answering({missingControllers: ['memory']})))
    expect([status, detail]).to.deep.equal([
      'error',
      'The kernel lacks the control groups memory, without which the nodes do not start.',
    ])
  })

  it('leave what a rootless engine lacks to the check of its kind', async () => {
    const rootless = answering({missingControllers: ['cpu'], securityOptions: ['name=rootless']})
    expect((await cgroup.run(contextWith(rootless))).status).to.equal('ok')
  })

  for (const [nodeImage, status] of [
    ['rancher/k3s:v1.33.4-k3s1', 'ok'],
    ['rancher/k3s:v1.35.0-k3s1', 'error'],
    ['local/k3s:mine', 'ok'],
  ] as const) {
    it(`take cgroup v1 for ${status} where the nodes are of ${nodeImage}`, async () => {
      const context = contextWith(answering({cgroupVersion: '1'}), {nodeImage})
      expect((await cgroup.run(context)).status).to.equal(status)
    })
  }

  it('warn of too little memory, with both figures', async () => {
    const {status, detail} = await memory.run(contextWith(answering({memory: 1.5 * 1024 ** 3})))
    expect(status).to.equal('warning')
    expect(detail).to.contain('1.5 GiB').and.to.contain('2 GiB are recommended')
  })

  it('are content with as much memory as is wanted', async () => {
    const context = contextWith(answering({memory: 4 * 1024 ** 3}), {memory: 4 * 1024 ** 3})
    expect((await memory.run(context)).status).to.equal('ok')
  })

  for (const [free, used, status] of [
    [4e9, 100e9, 'error'],
    [14e9, 14e9, 'warning'],
    [20e9, 90e9, 'warning'],
    [61e9, 100e9, 'ok'],
  ] as const) {
    it(`take ${free / 1e9} GB free of ${(free + used) / 1e9} for ${status}`, () => {
      expect(judgeSpace({free, used}, '/d').status).to.equal(status)
    })
  }

  it('measure the disk where Docker keeps its data', async () => {
    expect((await disk.run(contextWith(answering({dataFolder: tmpdir()})))).detail).to.contain(`data, ${tmpdir()}`)
  })

  it('measure no disk that is on a virtual machine', async () => {
    expect((await disk.run(contextWith(answering()))).detail).to.contain('not measured')
  })

  it('measure no disk of ours when it is Docker Desktop that has the folder', async () => {
    const context = contextWith(answering({dataFolder: tmpdir(), operatingSystem: 'Docker Desktop'}))
    expect((await disk.run(context)).detail).to.contain('not measured')
  })

  it('never advise to remove stopped containers, which a stopped cluster is made of', () => {
    const commands = judgeSpace({free: 0, used: 1}, '/d').remedies.map(({command}) => command)
    expect(commands).to.not.include('docker system prune')
  })
})
