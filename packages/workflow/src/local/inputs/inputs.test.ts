import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {isTrusted, trust} from '../consent.js'
import {documentOf, step} from '../testing/run-locally.js'
import {missingInputs} from '../../inputs/missing-inputs.js'
import {withDefaults} from '../../file/parameters.js'
import {readConnections} from '../../inputs/read-connections.js'
import {changeLocalSecret, readLocalSecrets, readSecretFlags} from './secret-files.js'

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: Error) => error.message,
  )

describe('The inputs of a run without a cluster', () => {
  let folder: string
  const file = (content: string | Buffer) => {
    writeFileSync(join(folder, 'file'), content)
    return join(folder, 'file')
  }
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-inputs-'))))
  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  it('prefer given values, even null, to defaults', () => {
    const parameters = {a: {default: 1}, b: {}, nil: {default: null}}
    expect(withDefaults({parameters}, {a: 'x', b: 'y'})).to.deep.equal({a: 'x', b: 'y', nil: null})
  })

  it('contain a secret exactly as in its file, including the final line break', async () => {
    expect(await readSecretFlags([`k=@${file('a\nb\n')}`])).to.deep.equal({k: 'a\nb\n'})
  })

  it('refuse a secret on the command line without repeating it', async () => {
    const message = await failure(readSecretFlags(['k=hush']))
    expect(message).to.contain('KEY=@FILE').and.to.not.contain('hush')
  })

  it('refuse a secret that is not text', async () => {
    expect(await failure(readSecretFlags([`k=@${file(Buffer.from([0xff, 0xfe]))}`]))).to.contain('is not text')
  })

  it('store secrets in a file that only the user can read, and remove them', async () => {
    const path = join(folder, 'deep', 'secrets.json')
    await changeLocalSecret(path, 'a', '1')
    await changeLocalSecret(path, 'b', '2')
    expect(statSync(path).mode & 0o777).to.equal(0o600)
    await changeLocalSecret(path, 'a', undefined)
    expect(await readLocalSecrets(path)).to.deep.equal({b: '2'})
  })

  it('read connections from YAML or JSON, and refuse any other form', async () => {
    const connections = {aws: {mine: {accessKeyID: 'AK'}}}
    expect(await readConnections(file(JSON.stringify(connections)))).to.deep.equal(connections)
    expect(await readConnections(file('aws: {mine: {accessKeyID: AK}}'))).to.deep.equal(connections)
    expect(await failure(readConnections(file('aws: 5')))).to.contain('expected a mapping of types')
  })

  it('name the position of an error in a connections file without quoting the file', async () => {
    const message = await failure(readConnections(file('aws: {main: {password: "hush-hush", }\n  x: [')))
    expect(message).to.contain('it is not YAML at line').and.to.not.contain('hush')
  })

  it('list the missing secrets of the steps', () => {
    const named = documentOf(step('a', '', {spec: {x: '${secrets.one}', y: {$type: 'Secret', name: 'two'}}}))
    const inputs = {parameters: {}, secrets: {two: 'T'}, connections: {}}
    expect(missingInputs(named, inputs).secrets).to.deep.equal(['one'])
  })

  it('list the missing connections of the steps, except optional ones', () => {
    const connection = {$type: 'Connection', type: 'aws', name: 'main'}
    const named = documentOf(step('a', '', {env: {x: connection, y: "${coalesce(secrets.s, '')}"}}))
    expect(missingInputs(named, {parameters: {}, secrets: {}, connections: {}})).to.deep.equal({
      secrets: [],
      connections: [{type: 'aws', name: 'main'}],
    })
  })

  it('trust a file by its content', async () => {
    const path = join(folder, 'trusted.json')
    await trust(path, 'a')
    expect([await isTrusted(path, 'a'), await isTrusted(path, 'a ')]).to.deep.equal([true, false])
    writeFileSync(path, 'broken')
    expect(await isTrusted(path, 'a')).to.equal(false)
  })

  it('trust all of twenty files that are trusted concurrently', async () => {
    const path = join(folder, 'trusted.json')
    const texts = Array.from({length: 20}, (_, index) => `text ${index}`)
    await Promise.all(texts.map((text) => trust(path, text)))
    expect(await Promise.all(texts.map((text) => isTrusted(path, text)))).to.deep.equal(texts.map(() => true))
  })
})
