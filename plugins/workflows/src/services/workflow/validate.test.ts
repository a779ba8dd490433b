import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {validateWorkflows} from './validate.js'

const good = 'name: good\nsteps:\n- {name: a, image: x, input: [echo]}\n'

describe('workflow validate', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-validate-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const docker = {imageCommand: () => expect.fail('no step needs its image')} as never
  const validate = (...files: string[]) => validateWorkflows(files, docker)

  it('continues after a file that cannot be read, and reports it as a problem', async () => {
    const absent = join(folder, 'absent.yaml')
    const validated = await validate(absent, file('bad.yaml', 'steps: 1\n'), file('good.yaml', good))
    expect(validated.map(({valid}) => valid)).to.deep.equal([false, false, true])
    expect(validated[0]!.problems.map(({message}) => message)[0]).to.contain(`${absent}`)
  })

  it('fails with the error itself if the only file cannot be read', async () => {
    expect((await failureOf(() => validate(join(folder, 'absent.yaml')))).message).to.contain('absent.yaml')
  })
})
