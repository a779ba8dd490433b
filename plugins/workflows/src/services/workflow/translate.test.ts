import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import {translateWorkflow} from './translate.js'
import {validateWorkflows} from './validate.js'

describe('workflow files', () => {
  let folder: string
  const file = async (text: string | Buffer, name = 'hello.yaml') => {
    const path = join(folder, name)
    await writeFile(path, text)
    return path
  }
  const failure = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('no error'),
      (error: RdeError) => error,
    )
  const notAsked = {imageCommand: (): never => expect.fail('Docker was asked')}
  const known = {imageCommand: async () => ({entrypoint: ['/run'], cmd: []})}
  const silent = {
    imageCommand: () =>
      Promise.reject(new RdeError('Docker does not answer: …', {code: 'RDE_DOCKER_UNREACHABLE', exitCode: 3})),
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rde-workflow-'))
  })
  afterEach(() => rm(folder, {recursive: true}))

  describe('translateWorkflow', () => {
    it('returns a Tenant and a Workflow, named like the file unless the file has a name', async () => {
      const {list} = await translateWorkflow(await file('steps: [{name: a, image: b, command: c}]'), notAsked)
      expect(list.items.map(({kind, metadata}) => [kind, metadata.name])).to.deep.equal([
        ['Tenant', 'hello'],
        ['Workflow', 'hello'],
      ])
    })

    it('fills in the command of the image of a step', async () => {
      const {list} = await translateWorkflow(await file('steps: [{name: a, image: b}]'), known)
      expect(list.items[1]?.spec?.['steps']).to.deep.equal([{name: 'a', image: 'b', command: '/run'}])
    })

    it('omits the command and warns if Docker does not answer', async () => {
      const {list, problems} = await translateWorkflow(await file('steps: [{name: a, image: b}]'), silent)
      expect(list.items[1]?.spec?.['steps']).to.deep.equal([{name: 'a', image: 'b'}])
      expect(problems.map(({severity}) => severity)).to.deep.equal(['warning'])
    })

    it('reports all errors of a file with their positions', async () => {
      const path = await file('steps: [{name: a}, {name: a, image: b}]')
      const {code, message} = await failure(translateWorkflow(path, notAsked))
      expect(code).to.equal('RDE_WORKFLOW_INVALID')
      expect(message).to.contain(`${path}:1:9: step "a" needs an image`).and.contain(`${path}:1:`)
    })

    it('refuses a file whose name is not a valid workflow name', async () => {
      const {message} = await failure(translateWorkflow(await file('steps: []', 'My File.yaml'), notAsked))
      expect(message).to.contain('add one, such as "name: my-file"')
    })
  })

  describe('validateWorkflows', () => {
    it('reports for every file whether it is valid', async () => {
      const files = [await file('steps: []', 'good.yaml'), await file('steps: 1', 'bad.yaml')]
      const validated = await validateWorkflows(files, notAsked)
      expect(validated.map(({valid}) => valid)).to.deep.equal([true, false])
    })

    it('refuses a file that is not text', async () => {
      const [validated] = await validateWorkflows([await file(Buffer.from([0xff, 0xfe, 0x00]))], notAsked)
      expect(validated?.problems[0]?.message).to.contain('not text in UTF-8')
    })

    it('names a missing file', async () => {
      const {code, message} = await failure(validateWorkflows([join(folder, 'none.yaml')], notAsked))
      expect([code, message]).to.deep.equal([
        'RDE_WORKFLOW_FILE',
        `Cannot read ${join(folder, 'none.yaml')}: there is no such file.`,
      ])
    })
  })
})
