import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {listFolders, openListedFile} from './sources.js'

describe('sources', () => {
  let current: string
  let directory: string
  const workflow = 'steps: [{name: a, image: alpine}]'
  beforeEach(() => {
    current = mkdtempSync(join(tmpdir(), 'rde-here-'))
    directory = mkdtempSync(join(tmpdir(), 'rde-there-'))
    writeFileSync(join(current, 'hello.yaml'), workflow)
    writeFileSync(join(current, 'compose.yaml'), 'services: {}')
    writeFileSync(join(directory, '20-deploy.yml'), workflow)
    writeFileSync(join(directory, 'broken.yaml'), 'steps: [{name: a}')
  })
  afterEach(() => [current, directory].forEach((folder) => rmSync(folder, {recursive: true, force: true})))

  it('lists the workflows of the current folder, not its other YAML files', async () => {
    const [here] = await listFolders({current, directory})
    expect(here!.files).to.deep.equal([{file: 'hello.yaml', name: 'hello', steps: 1}])
  })

  it('lists every file of the workflow directory, with its first error', async () => {
    const [, there] = await listFolders({current, directory})
    expect(there!.files.map(({file, name, problem}) => [file, name, problem?.slice(0, 5)])).to.deep.equal([
      ['20-deploy.yml', 'deploy', undefined],
      ['broken.yaml', undefined, 'line '],
    ])
  })

  it('opens no file that it does not list', async () => {
    const attempts = ['/etc/hosts', join(current, '../x.yaml'), join(current, 'notes.txt')]
    for (const path of attempts)
      expect(() => openListedFile(path, {current, directory})).to.throw('is not one of the files')
    expect((await openListedFile(join(current, 'hello.yaml'), {current, directory})).name).to.equal('hello')
  })
})
