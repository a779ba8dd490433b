import {writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {clusterIdentity, defaultConfig} from '@rde/config'
import {temporaryData} from '@rde/config/testing/temporary-data'
import {recorded} from '@rde/images/testing/image-harness'
import type {Session} from '@rde/plugin-kit'
import {Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain'

import {renderServices} from '../views/services.js'
import {listServices} from './list.js'

const services = [{name: 'x', local: 'x:local', pullFrom: 'reg.example.com/x:latest'}]

describe('listServices', () => {
  const identity = clusterIdentity('rde-test-acc')
  const {data, remove} = temporaryData()
  let runner: ScriptedProcessRunner
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  afterEach(() => runner.assertFinished())
  after(remove)

  const list = (...images: ReturnType<typeof recorded>[]) => {
    writeFileSync(data.config, JSON.stringify({...defaultConfig(identity), images}))
    const tools = {docker: new Docker(runner)}
    const session = {data, identity, secrets: new Secrets(), tools: () => tools} as unknown as Session
    return listServices(session, {servicesFor: async () => services, signal: new AbortController().signal})
  }
  const {imageId} = recorded()
  const tagged = (...tags: string[]) =>
    runner.on(/^docker images /, tags.map((tag) => `x:${tag} ${imageId}`).join('\n'))

  it('shows the version, and the commit if the labels of the image contain it', async () => {
    tagged('local', '1.2')
    runner.on(/^docker image inspect .* sha256:1+$/, '{"org.opencontainers.image.revision": "cb1a7a4f7656bb1f"}')
    const found = await list(recorded())
    expect(found[0]).to.include({version: '1.2', revision: 'cb1a7a4f7656bb1f'})
    expect(renderServices(found)).to.contain('cb1a7a4f7656 ')
  })

  it('shows no commit if the image has no label', async () => {
    tagged('local')
    runner.on(/^docker image inspect /, 'null')
    const found = await list(recorded())
    expect(found[0]).to.include({version: null, revision: null})
    expect(renderServices(found)).not.to.contain('SOURCE')
  })

  it('does not read the labels of an image that was never imported', async () => {
    tagged('1.2')
    expect((await list())[0]).to.include({digest: null, revision: null})
  })
})
