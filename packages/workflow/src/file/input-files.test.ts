import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {isRdeError} from '@rde/errors'

import type {ContainerStep, WorkflowDocument} from '../document.js'
import {inlineInputFiles} from './input-files.js'

describe('inlineInputFiles', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-input-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  const document = (inputFile: string): WorkflowDocument => {
    const step: ContainerStep = {type: 'container', name: 'a', image: 'b', dependsOn: [], inputFile}
    return {parameters: {}, steps: [step], triggers: []}
  }
  const inline = (inputFile: string, fetch?: (address: string) => Promise<Response>) =>
    inlineInputFiles(document(inputFile), {path: join(folder, 'a.yaml'), ...(fetch && {fetch})})
  const failure = async (work: Promise<unknown>) => {
    const error = await work.catch((problem: unknown) => problem)
    if (!isRdeError(error)) throw error
    return [error.code, error.oclif.exit, error.message.split('\n')[1]]
  }

  it('uses a file next to the workflow file as the lines of the script', async () => {
    writeFileSync(join(folder, 'run.sh'), '#!/bin/bash\necho hi\n')
    const {document: found, inputFiles} = await inline('./run.sh')
    expect(found.steps[0]).to.deep.include({input: ['#!/bin/bash', 'echo hi', '']})
    expect(found.steps[0]).to.not.have.property('inputFile')
    expect(inputFiles).to.deep.equal([
      {
        ...{step: 'a', address: './run.sh', bytes: 20},
        sha256: 'e8fc5c680bb3d5d8960346207d709feee1d93251aff7795f27c18a40373d7f18',
      },
    ])
  })

  it('fetches an https address', async () => {
    const asked: string[] = []
    const {document: found} = await inline('https://example.com/a.sh', async (address) => {
      asked.push(address)
      return new Response('echo hi')
    })
    expect([asked, found.steps[0]]).to.deep.equal([
      ['https://example.com/a.sh'],
      {type: 'container', name: 'a', image: 'b', dependsOn: [], input: ['echo hi']},
    ])
  })

  it('does not fetch without encryption', async () => {
    expect(await failure(inline('http://example.com/a.sh'))).to.deep.equal([
      'RDE_INPUT_FILE',
      2,
      'only https addresses are fetched.',
    ])
  })

  it('reports what a server answers instead of the file', async () => {
    const answers404 = async () => new Response('', {status: 404})
    expect((await failure(inline('https://example.com/a.sh', answers404)))[2]).to.equal('the server answered 404.')
  })

  it('reports that the network is unavailable', async () => {
    const away = () => Promise.reject(new TypeError('fetch failed', {cause: new Error('getaddrinfo ENOTFOUND')}))
    expect((await failure(inline('https://example.com/a.sh', away)))[2]).to.equal('getaddrinfo ENOTFOUND.')
  })

  it('stops reading at the size limit', async () => {
    writeFileSync(join(folder, 'big.sh'), 'x'.repeat(512 * 1024 + 1))
    expect((await failure(inline('big.sh')))[2]).to.equal('it is larger than 512 KiB.')
  })
})
