import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {temporaryData, type TemporaryData} from '@rde/config/testing/temporary-data'
import {clusterIdentity} from '@rde/config'
import {isRdeError} from '@rde/errors'
import {findProgram, Secrets} from '@rde/process-runner'
import {expect} from 'chai'

import type {RunEvent} from '../run/events.js'
import type {RunRequest, RunResult} from '../run/run-request.js'
import {runLocally} from './run-locally.js'

const folder = fileURLToPath(new URL('../../test-data/corpus-cases/reproducers/', import.meta.url))

/** Small workflows, one for each kind of failure in real files; the expected result is at the top of each. */
describe('The corpus: reproducers, on the host', () => {
  let files: TemporaryData
  let events: RunEvent[]
  let notices: string[]
  let record: string
  before(function () {
    if (findProgram('curl', process.env['PATH'] ?? '') === undefined) this.skip()
  })
  beforeEach(() => {
    files = temporaryData()
    events = []
    notices = []
    record = ''
  })
  afterEach(() => files.remove())

  async function run(
    name: string,
    more: Partial<RunRequest> = {},
    secrets: Record<string, string> = {},
  ): Promise<RunResult> {
    const paths = Object.entries(secrets).map(([key, value]) => {
      writeFileSync(join(files.data.cluster, key), value)
      return `${key}=@${join(files.data.cluster, key)}`
    })
    const context = {
      ...{identity: clusterIdentity('rde-test-config'), data: files.data, secrets: new Secrets()},
      tools: () => {
        throw new Error('no tool is needed')
      },
    }
    const result = await runLocally(context, {
      ...{on: 'host', target: join(folder, name), parameters: {}, follow: 'follow', allowUnresolved: false},
      ...{signal: new AbortController().signal, onEvent: (event) => events.push(event)},
      ...{onNotice: (line) => notices.push(line), ask: undefined, askText: undefined, askHidden: undefined},
      cluster: {timeoutMs: 0},
      local: {secrets: paths, approve: [], yes: true, verbose: false},
      ...more,
    })
    const runs = join(files.data.localRuns, name.replace('.yaml', ''), '1')
    // The workflow file itself is kept as well.
    record = ['run.json', 'events.jsonl'].map((file) => readFileSync(join(runs, file), 'utf8')).join('\n')
    return result
  }
  const lines = (step: string) =>
    events.flatMap((event) => (event.type === 'log' && event.step === step ? [event.line] : []))
  const phases = (step: string) =>
    events.flatMap((event) => (event.type === 'step' && event.step === step ? [event.phase] : []))
  const failure = async (work: Promise<unknown>) => {
    const error = await work.catch((problem: unknown) => problem)
    if (!isRdeError(error)) throw error
    return error
  }

  it('implied-dependency: a step that uses an output starts after the step that sets it', async () => {
    await run('implied-dependency.yaml')
    expect(JSON.parse(lines('use')[0]!).value).to.equal('ready')
    const order = events.flatMap((event) =>
      event.type === 'step' && event.phase !== 'waiting' ? [`${event.step} ${event.phase}`] : [],
    )
    expect(order).to.deep.equal(['make running', 'make succeeded', 'use running', 'use succeeded'])
  })

  it('ni-get-path: a template of JSONPaths returns its text', async () => {
    await run('ni-get-path.yaml')
    expect(JSON.parse(lines('a')[0]!)).to.include({value: 'hello world', complete: true})
  })

  it('bytes-in-spec: bytes that are not text stay encoded', async () => {
    await run('bytes-in-spec.yaml')
    expect(JSON.parse(lines('a')[0]!).value).to.deep.equal({$encoding: 'base64', data: '//4AaQ=='})
  })

  it('large-number-in-env: a variable is formatted as by Go', async () => {
    await run('large-number-in-env.yaml')
    expect(lines('a')).to.deep.equal(['N=3.6e+06'])
  })

  it('variables-of-every-step: CI and RELAY are set', async () => {
    await run('variables-of-every-step.yaml')
    expect(lines('a')).to.deep.equal(['CI=true RELAY=true'])
  })

  it('when-text-names-a-step: a text that only looks like a status changes nothing', async () => {
    const {end} = await run('when-text-names-a-step.yaml')
    expect([end?.outcome, phases('announce').at(-1)]).to.deep.equal(['failed', 'skipped'])
    expect(lines('announce')).to.deep.equal([])
  })

  it('connection-not-given: the run does not start, and names the flag for the connection', async () => {
    const {message, oclif} = await failure(run('connection-not-given.yaml'))
    expect(message).to.contain('the connection aws/main is not known: --connections FILE')
    expect(oclif.exit).to.equal(2)
  })

  it('connection-not-given: with --allow-unresolved the step gets the expression itself', async () => {
    const {end} = await run('connection-not-given.yaml', {allowUnresolved: true})
    expect(end?.outcome).to.equal('succeeded')
    expect(JSON.parse(lines('a')[0]!).complete).to.equal(false)
  })

  it('approval-description: the question shows it, without a warning', async () => {
    const asked: string[] = []
    await run('approval-description.yaml', {
      ask: async (question) => {
        asked.push(question)
        return true
      },
    })
    expect([notices, asked]).to.deep.equal([[], ['May the pets be fed? Approve ask?']])
  })

  it('sensitive-output: the value is shown and kept nowhere', async () => {
    const {outputs} = await run('sensitive-output.yaml')
    expect(JSON.stringify([events, outputs]) + record).to.not.contain('top-secret-1')
  })

  it('secret-with-newline: the secret is shown and kept nowhere, in no form', async () => {
    const {outputs} = await run('secret-with-newline.yaml', {}, {s: 'correct-horse-battery\n'})
    expect(JSON.stringify([events, outputs]) + record).to.not.contain('correct-horse')
    expect(lines('a')[0]).to.equal('••••')
  })

  it('secret-in-a-message: no message repeats the secret', async () => {
    await run('secret-in-a-message.yaml', {}, {s: 'plainsecretvalue'})
    expect(JSON.stringify(events) + record).to.not.contain('plainsecret')
  })

  it('more-than-one-document: a warning names what is ignored', async () => {
    await run('more-than-one-document.yaml')
    expect(notices[0]).to.contain('only the first document of a file is read: line 8')
  })

  it('my_flow: the file needs a name of its own', async () => {
    const {message} = await failure(run('my_flow.yaml'))
    expect(message).to.contain('add one, such as "name: my-flow"')
  })
})
