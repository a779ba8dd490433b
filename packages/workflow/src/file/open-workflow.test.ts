import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {isRdeError} from '@rde/errors'

import {openWorkflow, openWorkflowFile} from './open-workflow.js'

const steps = 'steps: [{name: a, image: b, command: c}]\n'

describe('openWorkflow', () => {
  const nameOf = (path: string, text = steps) => openWorkflow(Buffer.from(text), {path}).name
  const messages = (text: string | Buffer, path = 'a.yaml') =>
    openWorkflow(Buffer.from(text), {path}).problems.map(({message}) => message)

  it('takes the name that the file gives before the name of the file', () => {
    expect(nameOf('other.yaml', `name: own\n${steps}`)).to.equal('own')
  })

  it('drops the number in front of the name of a file', () => {
    expect(nameOf('dir/20-deploy.yaml')).to.equal('deploy')
  })

  it('suggests a name where the name of the file cannot be one', () => {
    expect(messages(steps, 'my_flow.yaml')[0]).to.match(
      /^the file gives no name, and "my_flow" cannot be the name of a workflow: use lower-case .* give it one, as in "name: my-flow"$/,
    )
  })

  it('says why the name of the file cannot be one', () => {
    expect(messages(steps, 'relay-deploy.yaml')[0]).to.contain('it is reserved for a system namespace; give it one')
  })

  it('asks for no name of what is no workflow', () => {
    expect(messages('on: push\njobs: {}\n', 'my_flow.yaml')).to.have.length(1)
  })

  it('sees the name in a file that has errors', () => {
    expect(messages('name: own\nsteps: [{name: a}]\n', 'my_flow.yaml')).to.deep.equal(['step "a" needs an image'])
  })

  it('takes no notice of the name of the file where the workflow goes by another', () => {
    expect(openWorkflow(Buffer.from(steps), {path: 'my_flow.yaml', name: 'other'}).name).to.equal('other')
  })

  it('passes over a byte order mark', () => {
    expect(messages(`\uFEFF${steps}`)).to.deep.equal([])
  })

  it('refuses what is not text', () => {
    expect(messages(Buffer.from([0xff, 0xfe, 0x00]))).to.deep.equal(['the file is not text in UTF-8'])
  })
})

describe('openWorkflowFile', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-open-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  const failure = async (path: string) => {
    const error = await openWorkflowFile(path).catch((problem: unknown) => problem)
    if (!isRdeError(error)) throw error
    return error
  }

  it('reads no further than a workflow can be long', async () => {
    const {code, message} = await failureOf(() => openWorkflowFile('/dev/zero'))
    expect([code, message]).to.deep.equal(['RDE_WORKFLOW_FILE', 'Cannot read /dev/zero: it is larger than 1.5 MiB.'])
  })

  it('names the nearest file where there is none of this name', async () => {
    writeFileSync(join(folder, 'deploy.yaml'), steps)
    const {oclif, remedies} = await failure(join(folder, 'deplyo.yaml'))
    expect([oclif.exit, remedies[0]?.command]).to.deep.equal([
      2,
      `rde workflow validate ${join(folder, 'deploy.yaml')}`,
    ])
  })

  it('says of the name of a run that it is one, and how to see it', async () => {
    const {code, message, remedies} = await failure('local/deploy#3')
    expect([code, message]).to.deep.equal(['RDE_RUN_LOCAL', 'local/deploy#3 is a run, not a workflow file.'])
    expect(remedies[0]?.command).to.equal("rde workflow logs 'local/deploy#3'")
  })

  it('says of a folder that it is one', async () => {
    mkdirSync(join(folder, 'a.yaml'))
    expect((await failure(join(folder, 'a.yaml'))).message).to.contain('it is a folder')
  })

  it('lists all errors of a file with their places', async () => {
    const path = join(folder, 'bad.yaml')
    writeFileSync(path, 'steps: [{name: a}, {name: a, image: b}]')
    const {code, message} = await failure(path)
    expect(code).to.equal('RDE_WORKFLOW_INVALID')
    expect(message.split('\n')).to.deep.equal([
      `${path} is not a valid workflow.`,
      `  ${path}:1:9: step "a" needs an image`,
      `  ${path}:1:27: there is a step "a" in line 1 already`,
    ])
  })
})
