import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {readConnections} from '../../inputs/read-connections.js'
import {changeLocalSecret, readLocalSecrets} from './secret-files.js'

describe('the files of secrets', () => {
  let folder: string
  let path: string
  const failure = (work: Promise<unknown>) => work.then(String, (error: Error) => error.message)

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-secrets-'))
    path = join(folder, 'secrets.json')
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('keep all of twenty secrets that are set concurrently', async () => {
    const keys = Array.from({length: 20}, (_, index) => `key-${index}`)
    await Promise.all(keys.map((key) => changeLocalSecret(path, key, 'x')))
    expect(Object.keys(await readLocalSecrets(path))).to.have.members(keys)
  })

  it('are not quoted in the error for a damaged file', async () => {
    writeFileSync(path, '{"key": "hush-hush", "other')
    expect(await failure(readLocalSecrets(path))).to.equal(`${path} is not JSON.`)
  })

  it('are not quoted in the error for connections that are not YAML', async () => {
    writeFileSync(path, 'aws:\n  mine:\n    secretAccessKey: hush-hush: x\n')
    expect(await failure(readConnections(path))).to.equal(
      `${path} is not a valid connections file: it is not YAML at line 3, column 22`,
    )
  })
})
