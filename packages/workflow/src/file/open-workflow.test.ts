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

  it('prefers the name in the file over the name of the file', () => {
    expect(nameOf('other.yaml', `name: own\n${steps}`)).to.equal('own')
  })

  it('drops the number in front of the name of a file', () => {
    expect(nameOf('dir/20-deploy.yaml')).to.equal('deploy')
  })

  it('suggests a name if the name of the file is not valid', () => {
    expect(messages(steps, 'my_flow.yaml')[0]).to.match(
      /^the file has no "name" field, and "my_flow" cannot be the name of a workflow: use lower-case .* add one, such as "name: my-flow"$/,
    )
  })

  it('explains why the name of the file is not valid', () => {
    expect(messages(steps, 'relay-deploy.yaml')[0]).to.contain('it is reserved for a system namespace; add one')
  })

  it('does not ask for a name if the file is not a workflow', () => {
    expect(messages('on: push\njobs: {}\n', 'my_flow.yaml')).to.have.length(1)
  })

  it('sees the name in a file that has errors', () => {
    expect(messages('name: own\nsteps: [{name: a}]\n', 'my_flow.yaml')).to.deep.equal(['step "a" needs an image'])
  })

  it('ignores the name of the file if another name is given', () => {
    expect(openWorkflow(Buffer.from(steps), {path: 'my_flow.yaml', name: 'other'}).name).to.equal('other')
  })

  it('skips a byte order mark', () => {
    expect(messages(`\uFEFF${steps}`)).to.deep.equal([])
  })

  it('rejects a file that is not text', () => {
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

  it('stops reading at the size limit of a workflow', async () => {
    const {code, message} = await failureOf(() => openWorkflowFile('/dev/zero'))
    expect([code, message]).to.deep.equal(['RDE_WORKFLOW_FILE', 'Cannot read /dev/zero: it is larger than 1.5 MiB.'])
  })

  it('suggests the nearest file if there is none with this name', async () => {
    writeFileSync(join(folder, 'deploy.yaml'), steps)
    const {oclif, remedies} = await failure(join(folder, 'deplyo.yaml'))
    expect([oclif.exit, remedies[0]?.command]).to.deep.equal([
      2,
      `rde workflow validate ${join(folder, 'deploy.yaml')}`,
    ])
  })

  it('explains that the argument is a run, and how to see its log', async () => {
    const {code, message, remedies} = await failure('local/deploy#3')
    expect([code, message]).to.deep.equal(['RDE_RUN_LOCAL', 'local/deploy#3 is a run, not a workflow file.'])
    expect(remedies[0]?.command).to.equal("rde workflow logs 'local/deploy#3'")
  })

  it('explains that the argument is a folder', async () => {
    mkdirSync(join(folder, 'a.yaml'))
    expect((await failure(join(folder, 'a.yaml'))).message).to.contain('it is a folder')
  })

  it('lists all errors of a file with their positions', async () => {
    const path = join(folder, 'bad.yaml')
    writeFileSync(path, 'steps: [{name: a}, {name: a, image: b}]')
    const {code, message} = await failure(path)
    expect(code).to.equal('RDE_WORKFLOW_INVALID')
    expect(message.split('\n')).to.deep.equal([
      `${path} is not a valid workflow.`,
      `  ${path}:1:9: step "a" needs an image`,
      `  ${path}:1:27: step "a" is already defined in line 1`,
    ])
  })
})
