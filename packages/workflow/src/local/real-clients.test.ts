import {findProgram} from '@rde/process-runner'
import {expect} from 'chai'

import {runTestSteps, step} from './testing/run-locally.js'

/** The `ni` of Relay's SDK, if it is installed: it calls the metadata API as the steps of public workflows do. */
describe('ni, on the host', () => {
  before(function () {
    if (findProgram('ni', process.env['PATH'] ?? '') === undefined) this.skip()
  })
  const spec = {
    text: 'hello ${parameters.who}',
    repo: {name: 'infra', tags: ['x', 'y']},
    content: 'abc',
    aws: {connection: {accessKeyID: 'AK', secretAccessKey: 'SK'}, region: 'us-west-2'},
  }
  const run = (...input: string[]) =>
    runTestSteps([step('a', '', {spec, input})], {inputs: {parameters: {who: 'world'}}})

  it('gets one value of the spec with a path', async () => {
    expect((await run("ni get -p '{.text}'", 'echo', "ni get -p '{.repo.tags[1]}'")).lines('a')).to.deep.equal([
      'hello world',
      'y',
    ])
  })

  it('gets the whole spec', async () => {
    expect(JSON.parse((await run('ni get')).lines('a')[0]!)).to.deep.equal({...spec, text: 'hello world'})
  })

  it('sets outputs, JSON and sensitive ones too', async () => {
    const {outputs, events} = await run(
      'ni output set --key word --value ready',
      "ni output set --key list --json --value '[1,2]'",
      'ni output set --key hidden --value topsecret --sensitive',
    )
    expect(outputs).to.deep.equal({a: {word: 'ready', list: [1, 2]}})
    expect(JSON.stringify(events.filter(({type}) => type === 'output'))).to.not.contain('topsecret')
  })

  it('writes an AWS configuration', async () => {
    const {lines} = await run('ni aws config -d .', 'cat credentials')
    expect(lines('a').join('\n')).to.contain('aws_access_key_id     = AK')
  })

  it('writes a part of the spec to a file, as YAML and JSON', async () => {
    const {lines} = await run(
      'ni file -p content -f text && cat text',
      'ni file -p repo -f repo.json -o json && cat repo.json && echo',
      'ni file -p repo -f repo.yaml -o yaml && cat repo.yaml',
    )
    const [text, json, ...yaml] = lines('a')
    expect(text).to.equal('abc')
    expect(JSON.parse(json!)).to.deep.equal(spec.repo)
    expect(yaml.join('\n')).to.contain('name: infra').and.to.contain('- x')
  })

  it('logs', async () => {
    expect((await run('ni log info "a message"')).lines('a')).to.deep.equal(['a message'])
  })
})

/** Relay's SDK for Python, if it is installed: it sends credentials only after a first request was refused. */
describe('relay-sdk, on the host', () => {
  before(async function () {
    const {outcome} = await runTestSteps([step('a', "python3 -c 'import relay_sdk'")])
    if (outcome !== 'succeeded') this.skip()
  })
  const spec = {
    text: 'hello ${parameters.who}',
    repo: {name: 'infra', 'with-dash': ['x']},
    bytes: {$encoding: 'base64', data: '//4AaQ=='},
    late: '${outputs.b.never}',
  }
  const run = (...lines: string[]) => {
    const program = ['from relay_sdk import Interface, Dynamic as D', 'relay = Interface()', ...lines].join('\n')
    return runTestSteps([step('a', '', {spec, input: [`python3 - <<'END'`, program, 'END']})], {
      ...{inputs: {parameters: {who: 'world'}}, allowUnresolved: true},
    })
  }

  it('gets values of the spec with names of any form', async () => {
    const {lines} = await run('print(relay.get(D.text))', "print(relay.get(getattr(D.repo, 'with-dash')))")
    expect(lines('a')).to.deep.equal(['hello world', "['x']"])
  })

  it('gets bytes that are not text', async () => {
    expect((await run('print(relay.get(D.bytes))')).lines('a')).to.deep.equal([String.raw`b'\xff\xfe\x00i'`])
  })

  it('gets an error for unresolved and for missing values', async () => {
    const {lines} = await run(
      'for query in (D.late, D.nope, None):',
      '  try:',
      '    relay.get(query)',
      '  except Exception as error:',
      '    print(type(error).__name__)',
    )
    expect(lines('a')).to.deep.equal(['UnresolvableException', 'HTTPError', 'UnresolvableException'])
  })

  it('sets outputs of any type', async () => {
    const {outputs} = await run(
      "relay.outputs.set('word', 'ready')",
      "relay.outputs.set('list', [1, {'a': None}])",
      "relay.outputs.set('bytes', b'\\xff\\x00')",
    )
    const bytes = {$encoding: 'base64', data: '/wA='}
    expect(outputs).to.deep.equal({a: {word: 'ready', list: [1, {a: null}], bytes}})
  })

  it('gets an error for routes that only the cluster answers', async () => {
    const {events} = await run(
      'try:',
      "  relay.events.emit({'a': 1})",
      'except Exception as error:',
      '  print(type(error).__name__)',
    )
    const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []))
    expect(notices.join()).to.contain('POST /events of the metadata API was refused')
  })
})
