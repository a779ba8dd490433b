import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {clusterIdentity} from '@rde/config'
import {temporaryData} from '@rde/config/testing/temporary-data'
import type {Service, Session} from '@rde/plugin-kit'
import {Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain'

import {buildServices, type BuildOptions} from './build.js'

const build = {command: ['make', 'operator'], image: 'built/operator:1', needs: 'cmd/operator'}
const services: Service[] = [
  {name: 'operator', local: 'operator:local', pullFrom: 'reg.example.com/operator:latest', build},
  {name: 'other', local: 'other:local', pullFrom: 'reg.example.com/other:latest'},
]

describe('buildServices', () => {
  const {data, remove} = temporaryData()
  const source = join(data.cluster, 'source')
  let runner: ScriptedProcessRunner
  let notes: string[]
  before(() => mkdirSync(join(source, 'cmd/operator'), {recursive: true}))
  beforeEach(() => {
    runner = new ScriptedProcessRunner().always(/^docker images /)
    notes = []
  })
  afterEach(() => runner.assertFinished())
  after(remove)

  const run = async (more: Partial<BuildOptions> = {}) => {
    const identity = clusterIdentity('rde-test-acc')
    const tools = {docker: new Docker(runner)}
    const session = {data, identity, secrets: new Secrets(), tools: () => tools, runner: () => runner}
    const signal = new AbortController().signal
    const options = {
      services: ['operator'],
      all: false,
      source,
      currentFolder: '/',
      import: false,
      timeoutMs: 60_000,
      signal,
    }
    const functions = {servicesFor: async () => services, release: async () => {}, report() {}}
    const note = (line: string) => void notes.push(line)
    return buildServices(session as unknown as Session, {...options, ...functions, note, ...more})
  }
  const failure = (more: Partial<BuildOptions> = {}) => run(more).then(String, (error: Error) => error)
  const building = /^sh -c '[^']+' sh \S+\/source make operator$/

  it("runs the service's own build in its source, and tags the image with the name that the service uses", async () => {
    runner.on(building).on(/^docker tag built\/operator:1 operator:local$/)
    expect((await run()).built.map(String)).to.deep.equal(['operator:local'])
  })

  it('builds all that have a build', async () => {
    runner.on(building).on(/^docker tag /)
    expect((await run({services: [], all: true})).built).to.have.length(1)
  })

  it('builds the services of a profile that has some, even if bare runs', async () => {
    writeFileSync(data.config, JSON.stringify({version: 1, stack: {profile: 'bare'}}))
    runner.on(building).on(/^docker tag /)
    const ofProfile: BuildOptions['servicesFor'] = async ({stack}) => (stack.profile === 'bare' ? [] : services)
    const {built} = await run({services: [], all: true, servicesFor: ofProfile}).finally(() => rmSync(data.config))
    expect(built).to.have.length(1)
  })

  it('fails if there is nothing to build', async () => {
    expect(await failure({services: [], all: true, servicesFor: async () => []})).to.include({
      code: 'RDE_SERVICE_NO_BUILD',
      message: 'Nothing can be built. No service has a build.',
    })
  })

  it('leaves the image in Docker if no cluster is running, and says so', async () => {
    runner
      .on(building)
      .on(/^docker tag /)
      .play('docker absent.ps')
    expect((await run({import: true})).imported).to.equal(undefined)
    expect(notes.join()).to.contain('rde cluster start')
  })

  it('gives the last lines of a build that fails, and tags nothing', async () => {
    runner.on(building, {exitCode: 2, stderr: 'compiling\nmain.go:7: undefined: x\n'})
    expect(await failure()).to.include({
      code: 'RDE_SERVICE_BUILD',
      message: 'The build of operator failed with exit code 2. Its last lines:\n  compiling\n  main.go:7: undefined: x',
    })
  })

  it('keeps the whole output of a build that fails, and names the file', async () => {
    const lines = Array.from({length: 40}, (_, index) => `line ${index}`).join('\n')
    runner.on(building, {exitCode: 2, stderr: lines})
    const {remedies} = (await failure()) as unknown as {remedies: {command: string}[]}
    const file = data.serviceBuildLog('operator')
    expect(remedies[0]?.command).to.equal(`less ${file}`)
    expect(readFileSync(file, 'utf8')).to.equal(`${lines}\n`)
  })

  it('limits the log of a build with endless output', async () => {
    const line = 'x'.repeat(1_000_000)
    runner.on(building, Array.from({length: 60}, () => line).join('\n')).on(/^docker tag /)
    await run()
    const text = readFileSync(data.serviceBuildLog('operator'), 'utf8')
    expect([text.length < 60_000_000, text.endsWith('the rest of the output was not kept\n')]).to.deep.equal([
      true,
      true,
    ])
  })

  it('reports that the program of the build is not installed', async () => {
    const other = [{...services[0]!, build: {...build, command: ['no-such-program-of-a-test']}}]
    runner.on(/ no-such-program-of-a-test$/, {exitCode: 127, stderr: 'exec: not found'})
    expect(await failure({servicesFor: async () => other})).to.include({
      code: 'RDE_TOOLS',
      message: 'no-such-program-of-a-test is not installed; the build of operator needs it.',
    })
  })

  it('reports that the build was killed', async () => {
    runner.on(building, {failure: 'killed'})
    expect(await failure()).to.have.property('message', 'The build of operator was killed.')
  })

  it('reports that a successful build created no image', async () => {
    runner.on(building).on(/^docker tag /, {exitCode: 1, stderr: 'No such image: built/operator:1'})
    expect(await failure()).to.include({
      code: 'RDE_SERVICE_BUILD',
      message: 'The build of operator did not create built/operator:1: Docker does not have it.',
    })
  })

  it('uses the folder of config.json if none is given', async () => {
    writeFileSync(data.config, JSON.stringify({version: 1, services: {source}}))
    runner.on(building).on(/^docker tag /)
    await run({source: undefined})
    rmSync(data.config)
  })

  it('uses the current folder if it is the source', async () => {
    runner.on(building).on(/^docker tag /)
    await run({source: undefined, currentFolder: source})
  })

  it('builds nothing in a folder that is not the source', async () => {
    expect(await failure({source: data.cluster})).to.include({code: 'RDE_SERVICE_SOURCE'})
  })

  it('names the services with a build if one has none', async () => {
    expect(await failure({services: ['other']}))
      .to.have.property('message')
      .that.contains('Services with a build: operator.')
  })
})
