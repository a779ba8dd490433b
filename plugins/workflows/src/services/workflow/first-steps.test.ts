import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {DataDirectory} from '@rde/config'
import {isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {openWorkflowFile} from '@rde/workflow/file'
import {expect} from 'chai'

import {explainFile, renderExplained} from './explain.js'
import {initWorkflow} from './init.js'

describe('the first steps with a workflow file', () => {
  let folder: string
  const before = process.cwd()
  const session = () => ({data: DataDirectory.fromEnvironment({HOME: folder})}) as Session
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-first-'))
    process.chdir(folder)
  })
  afterEach(() => {
    process.chdir(before)
    rmSync(folder, {recursive: true})
  })

  it('init writes a file without a problem, and the schema that it names', async () => {
    const {file} = await initWorkflow(session(), {name: 'deploy', force: false})
    expect((await openWorkflowFile(file)).warnings).to.deep.equal([])
    const [, schema] = /\$schema=(.*)/.exec(readFileSync(file, 'utf8'))!
    expect(JSON.parse(readFileSync(schema!, 'utf8'))).to.include({title: 'Relay workflow'})
  })

  it('init replaces nothing unless it is told to', async () => {
    writeFileSync('deploy.yaml', 'mine')
    const error = await initWorkflow(session(), {name: 'deploy', force: false}).catch((problem: unknown) => problem)
    expect(isRdeError(error) && error.code).to.equal('RDE_FILE_EXISTS')
    expect(readFileSync('deploy.yaml', 'utf8')).to.equal('mine')
    await initWorkflow(session(), {name: 'deploy', force: true})
    expect(readFileSync('deploy.yaml', 'utf8')).to.contain('name: deploy')
  })

  it('explain shows what the first file makes of its parameter', async () => {
    const {file} = await initWorkflow(session(), {name: 'deploy', force: false})
    const shown = renderExplained(await explainFile({file, params: ['name=Ada']}))
    expect(shown.split('\n')).to.deep.equal([
      'greet',
      '  env.NAME  {"$type":"Parameter","name":"name"}',
      '      = "Ada"',
      '',
      'count',
      '  env.GREETING  ${outputs.greet.greeting}',
      '      waits for output "greeting" of step "greet"',
    ])
  })
})
