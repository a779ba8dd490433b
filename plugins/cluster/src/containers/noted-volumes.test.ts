import {mkdtempSync, rmSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {DataDirectory} from '@rde/config'
import {expect} from 'chai'

import {noteVolumes, readNotedVolumes} from './noted-volumes.js'

const anonymous = 'a1'.repeat(32)

describe('the volumes that a delete notes', () => {
  let folder: string
  let data: DataDirectory

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-noted-'))
    data = DataDirectory.fromEnvironment({RDE_DATA_DIR: folder})
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('are none where no delete was interrupted', async () => {
    expect(await readNotedVolumes(data)).to.deep.equal([])
  })

  it('are read again by the next delete', async () => {
    await noteVolumes(data, [anonymous])
    expect(await readNotedVolumes(data)).to.deep.equal([anonymous])
  })

  it('are anonymous: those with a name are known by it', async () => {
    await noteVolumes(data, [anonymous, 'rde-registry'])
    expect(await readNotedVolumes(data)).to.deep.equal([anonymous])
  })

  it('are none of another kind, whatever is in the file', async () => {
    await noteVolumes(data, [])
    await writeFile(data.volumesToRemove, JSON.stringify([anonymous, 'postgres-data', 7]))
    expect(await readNotedVolumes(data)).to.deep.equal([anonymous])
  })
})
