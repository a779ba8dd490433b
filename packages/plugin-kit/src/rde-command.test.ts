import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import {RdeCommand} from './rde-command.js'

class Failing extends RdeCommand {
  static override enableJsonFlag = true
  printed: unknown

  constructor(private readonly failure: Error) {
    super(['--json'], {} as never)
  }

  async run(): Promise<void> {}

  override logJson(json: unknown): void {
    this.printed = json
  }

  override jsonEnabled(): boolean {
    return true
  }

  async fail(): Promise<void> {
    await this.catch(this.failure)
  }
}

describe('RdeCommand', () => {
  const before = process.exitCode
  beforeEach(() => (process.exitCode = undefined))
  afterEach(() => (process.exitCode = before))

  it("keeps an error's exit code under --json", async () => {
    await new Failing(new RdeError('no cluster', {code: 'RDE_CLUSTER_ABSENT', exitCode: 4})).fail()
    expect(process.exitCode).to.equal(4)
  })

  it('prints of a foreseen error what its JSON has', async () => {
    const error = new RdeError('no cluster', {code: 'RDE_CLUSTER_ABSENT', exitCode: 4})
    const command = new Failing(error)
    await command.fail()
    expect(command.printed).to.deep.equal({error: error.toJSON()})
  })

  it('prints of any other error no more than code, message and exit code', async () => {
    const command = new Failing(Object.assign(new Error('it broke'), {stdout: 'a secret', code: 'EBROKEN'}))
    await command.fail()
    expect(command.printed).to.deep.equal({error: {code: 'EBROKEN', message: 'it broke', exitCode: 1}})
  })
})
