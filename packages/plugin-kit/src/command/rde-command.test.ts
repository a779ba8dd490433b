import * as Args from '@oclif/core/args'
import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import {clusterArg, commonFlags} from './flags.js'
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

  it('prints the JSON fields of a foreseen error', async () => {
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

class OfCluster extends RdeCommand {
  static override args = clusterArg
  static override flags = {...commonFlags}

  async run(): Promise<string | undefined> {
    await this.parse(OfCluster)
    return process.env['RDE_CLUSTER']
  }
}

class OfFile extends RdeCommand {
  static override args = {file: Args.string({required: true, ignoreStdin: true})}

  async run(): Promise<void> {
    await this.parse(OfFile)
  }
}

describe('--cluster', () => {
  let before: string | undefined
  beforeEach(() => (before = process.env['RDE_CLUSTER']))
  afterEach(() => {
    if (before === undefined) delete process.env['RDE_CLUSTER']
    else process.env['RDE_CLUSTER'] = before
  })
  const config = {bin: 'rde', runHook: async () => ({successes: []})} as never
  const run = (...argv: string[]) => new OfCluster(argv, config).run()

  it('takes precedence over the environment, as a flag or as an argument', async () => {
    process.env['RDE_CLUSTER'] = 'ci'
    expect([await run(), await run('--cluster', 'team'), await run('other')]).to.deep.equal(['ci', 'team', 'other'])
  })

  for (const argv of [['--cluster', 'Team'], ['Team']]) {
    it(`refuses ${argv.join(' ')} with the usual error for names`, async () => {
      expect(await run(...argv).catch((error: unknown) => error)).to.include({code: 'RDE_CLUSTER_NAME'})
    })
  }

  it('refuses two names', async () => {
    expect(await run('--cluster', 'a', 'b').catch((error: unknown) => error)).to.include({code: 'RDE_USAGE'})
  })
})

describe('a blank argument', () => {
  const config = {bin: 'rde', name: 'rde', runHook: async () => ({successes: []})} as never
  const of = (plugin: string) => Object.assign(class extends OfFile {}, {plugin: {name: plugin}})
  const failure = (Kind: typeof OfFile, word: string) =>
    new Kind([word], config).run().then(
      () => undefined,
      (error: Error) => error.message,
    )

  it('is wrong usage, unless the command accepts it', async () => {
    expect(await failure(of('rde'), ' ')).to.match(/FILE must not be empty\.$/)
    expect(await failure(Object.assign(of('rde'), {mayBeBlank: ['file']}), ' ')).to.equal(undefined)
  })

  it("is for a team's command to judge", async () => {
    expect(await failure(of('@team/x'), ' ')).to.equal(undefined)
  })
})
