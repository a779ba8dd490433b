import {mkdtempSync, rmSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {DataDirectory} from '@rde/config'
import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {countObjects, findObjects, noteVolumes, readNotedVolumes, removeObjects} from './docker-leftovers.js'

const volume = 'a'.repeat(64)

describe('findObjects', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const find = (keepCache = false) => findObjects(harness.context, {keepCache})
  const play = (container: object) => {
    const line = {Names: 'a', State: 'running', Image: '', Status: '', Mounts: '', Ports: '', Labels: {}, ...container}
    harness.runner.on(/^docker ps .*label=/, JSON.stringify(line)).on(/^docker ps .*name=/, JSON.stringify(line))
    harness.runner.on(/^docker network ls/, 'bridge\nk3d-rde-test-acc\nk3d-rde\n')
    harness.runner.on(/^docker volume ls/, 'k3d-rde-test-acc-images\nrde-test-acc-registry\nrde-registry\n')
  }

  it('finds network and volumes by exact name, because they have no label', async () => {
    play({})
    expect(await find()).to.deep.equal({
      containers: ['a'],
      networks: ['k3d-rde-test-acc'],
      volumes: ['k3d-rde-test-acc-images', 'rde-test-acc-registry'],
    })
  })

  it('finds the anonymous volumes of the containers, and no other volume that they mount', async () => {
    play({Mounts: `${volume},mine`})
    expect((await find()).volumes)
      .to.include(volume)
      .and.not.to.include('mine')
  })

  it("leaves out the registry's volume if the cache is kept", async () => {
    play({})
    expect((await find(true)).volumes).to.deep.equal(['k3d-rde-test-acc-images'])
  })

  it('asks for the registry by its full name', async () => {
    play({})
    await find()
    expect(harness.runner.commandLines[1]).to.contain("name=^/?rde-test-acc-registry.localhost$'")
  })
})

describe('removeObjects', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const remove = (objects: Parameters<typeof removeObjects>[1]) => removeObjects(harness.context, objects)

  it('removes containers first: they use the rest', async () => {
    const {runner} = harness
    runner.on(/^docker rm --force --volumes a$/)
    runner.on(/^docker network ls/, 'n\n').on(/^docker network rm n$/)
    runner.on(/^docker volume ls/, 'v\n').on(/^docker volume rm --force v$/)
    runner.on(/^docker ps .*label=/).on(/^docker ps .*name=/)
    runner
      .on(/^docker network ls/)
      .on(/^docker volume ls/)
      .on(/^docker volume ls/)
    await remove({containers: ['a'], networks: ['n'], volumes: ['v']})
  })

  it('fails with the names of what remains', async () => {
    const {runner} = harness
    runner.on(/^docker network ls/, 'k3d-rde-test-acc\n').on(/^docker network rm/)
    runner.on(/^docker volume ls/)
    runner.on(/^docker ps .*label=/).on(/^docker ps .*name=/)
    runner
      .on(/^docker network ls/, 'k3d-rde-test-acc\n')
      .on(/^docker volume ls/)
      .on(/^docker volume ls/)
    const error = await remove({containers: [], networks: ['k3d-rde-test-acc'], volumes: []}).then(
      () => expect.fail('no error'),
      (failed: RdeError) => failed,
    )
    expect([error.code, error.message]).to.deep.equal([
      'RDE_LEFTOVERS',
      'Docker still has these after they were removed: k3d-rde-test-acc.',
    ])
  })

  it('removes a container that Docker created meanwhile, with its volumes', async () => {
    const {runner} = harness
    const line = {Names: 'late', State: 'created', Image: '', Status: '', Mounts: volume, Ports: '', Labels: {}}
    const nothingLeft = () => runner.on(/^docker network ls/).on(/^docker volume ls/)
    nothingLeft()
    runner.on(/^docker ps .*label=/, JSON.stringify(line)).on(/^docker ps .*name=/)
    nothingLeft().on(/^docker volume ls/)
    runner.on(/^docker rm --force --volumes late$/).on(/^docker network ls/)
    runner.on(/^docker volume ls/, `${volume}\n`).on(new RegExp(`^docker volume rm --force ${volume}$`))
    runner.on(/^docker ps .*label=/).on(/^docker ps .*name=/)
    nothingLeft().on(/^docker volume ls/)
    await remove({containers: [], networks: [], volumes: []})
  })

  it('finds the noted volumes of containers that were already removed', async () => {
    await noteVolumes(harness.data, [volume])
    const {runner} = harness
    runner
      .on(/^docker ps .*label=/)
      .on(/^docker ps .*name=/)
      .on(/^docker network ls/)
    runner.on(/^docker volume ls/).on(/^docker volume ls/, `${volume}\n`)
    const found = await findObjects(harness.context, {keepCache: true})
    expect(found.volumes).to.deep.equal([volume])
  })

  it('counts objects', () => {
    expect(countObjects({containers: ['a'], networks: ['n'], volumes: ['v', 'w']})).to.equal(4)
  })
})

const anonymous = 'a1'.repeat(32)

describe('the volumes that a delete notes', () => {
  let folder: string
  let data: DataDirectory

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-noted-'))
    data = DataDirectory.fromEnvironment({RDE_DATA_DIR: folder})
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('are none if no delete was interrupted', async () => {
    expect(await readNotedVolumes(data)).to.deep.equal([])
  })

  it('are read by the next delete', async () => {
    await noteVolumes(data, [anonymous])
    expect(await readNotedVolumes(data)).to.deep.equal([anonymous])
  })

  it('are anonymous: the others are found by name', async () => {
    await noteVolumes(data, [anonymous, 'rde-registry'])
    expect(await readNotedVolumes(data)).to.deep.equal([anonymous])
  })

  it('exclude anything else in the file', async () => {
    await noteVolumes(data, [])
    await writeFile(data.volumesToRemove, JSON.stringify([anonymous, 'postgres-data', 7]))
    expect(await readNotedVolumes(data)).to.deep.equal([anonymous])
  })
})
