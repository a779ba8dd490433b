import {mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {VersionCache} from './version-cache.js'

describe('VersionCache', () => {
  let root: string
  let program: string
  const file = () => join(root, 'cache', 'tool-versions.json')
  const remembered = async (path = program) => {
    const cache = new VersionCache(file())
    await cache.remember(path, '5.9.0')
    await cache.save()
    return new VersionCache(file())
  }

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rde-versions-'))
    program = join(root, 'k3d')
    writeFileSync(program, 'binary')
  })
  afterEach(() => rmSync(root, {recursive: true}))

  it('returns a version from an earlier command', async () => {
    expect(await (await remembered()).get(program)).to.equal('5.9.0')
  })

  it('keeps versions that another command saved meanwhile', async () => {
    const other = join(root, 'helm')
    writeFileSync(other, 'binary')
    const caches = [program, other].map((path) => ({path, cache: new VersionCache(file())}))
    for (const {path, cache} of caches) await cache.get(path)
    for (const {path, cache} of caches) await cache.remember(path, '1.2.3')
    await Promise.all(caches.map(({cache}) => cache.save()))
    const after = new VersionCache(file())
    expect([await after.get(program), await after.get(other)]).to.deep.equal(['1.2.3', '1.2.3'])
  })

  it('leaves no temporary file behind', async () => {
    await remembered()
    expect(readdirSync(join(root, 'cache'))).to.deep.equal(['tool-versions.json'])
  })

  it('forgets a program whose file has changed', async () => {
    const cache = await remembered()
    writeFileSync(program, 'another binary')
    expect(await cache.get(program)).to.equal(undefined)
  })

  it('returns undefined for a deleted program', async () => {
    const cache = await remembered()
    rmSync(program)
    expect(await cache.get(program)).to.equal(undefined)
  })

  it('returns undefined for an unknown program', async () => {
    expect(await new VersionCache(file()).get(program)).to.equal(undefined)
  })

  for (const content of ['{"broken', 'null', '[]', '{"x": {"version": 3}}']) {
    it(`is empty when its file holds ${content}`, async () => {
      await remembered()
      writeFileSync(file(), content.replace('x', program))
      expect(await new VersionCache(file()).get(program)).to.equal(undefined)
    })
  }

  it('does not cache a script, which may be the shim of a version manager', async () => {
    writeFileSync(program, '#!/bin/sh\nexec asdf exec k3d\n')
    expect(await (await remembered()).get(program)).to.equal(undefined)
  })

  it('does not cache a link to a program of another name, for the same reason', async () => {
    const link = join(root, 'helm')
    symlinkSync(program, link)
    expect(await (await remembered(link)).get(link)).to.equal(undefined)
  })

  it('does not fail if it cannot be written', async () => {
    writeFileSync(join(root, 'cache'), 'a file where the folder should be')
    await remembered()
  })
})
