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

  it('init writes a file without problems, and the schema that it refers to', async () => {
    const {file} = await initWorkflow(session(), {name: 'deploy', force: false})
    expect((await openWorkflowFile(file)).warnings).to.deep.equal([])
    const [, schema] = /\$schema=(.*)/.exec(readFileSync(file, 'utf8'))!
    expect(JSON.parse(readFileSync(schema!, 'utf8'))).to.include({title: 'Relay workflow'})
  })

  it('init replaces a file only with force', async () => {
    writeFileSync('deploy.yaml', 'mine')
    const error = await initWorkflow(session(), {name: 'deploy', force: false}).catch((problem: unknown) => problem)
    expect(isRdeError(error) && error.code).to.equal('RDE_FILE_EXISTS')
    expect(readFileSync('deploy.yaml', 'utf8')).to.equal('mine')
    await initWorkflow(session(), {name: 'deploy', force: true})
    expect(readFileSync('deploy.yaml', 'utf8')).to.contain('name: deploy')
  })

  it('explain shows what waits for a parameter that was not given', async () => {
    writeFileSync('a.yaml', 'parameters: {p: {}}\nsteps: [{name: one, image: a, input: [b], env: {V: !Parameter p}}]\n')
    const explained = await explainFile({file: 'a.yaml', params: []})
    expect(explained[0]?.waitsFor).to.deep.equal(['parameter "p"'])
  })

  it('explain refuses an unknown parameter or step, and suggests the nearest name', async () => {
    writeFileSync('a.yaml', 'parameters: {name: {default: x}}\nsteps: [{name: build, image: a, input: [b]}]\n')
    const failure = async (options: object) => {
      const error = await explainFile({file: 'a.yaml', params: [], ...options}).catch((problem: unknown) => problem)
      return isRdeError(error) ? [error.message.split('\n')[0], error.remedies[0]?.command] : []
    }
    expect(await failure({params: ['nam=y']})).to.deep.equal([
      'The workflow has no parameter "nam"; did you mean "name"?',
      'rde workflow explain a.yaml -p name=…',
    ])
    expect(await failure({step: 'biuld'})).to.deep.equal([
      'a.yaml has no step "biuld"; did you mean "build"?',
      'rde workflow show a.yaml',
    ])
  })

  it('explain shows the values in the file that init writes', async () => {
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
