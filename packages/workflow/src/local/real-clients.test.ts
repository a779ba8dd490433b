import {findProgram} from '@rde/process-runner'
import {expect} from 'chai'

import {play, step} from './testing/run-locally.js'

/** The real `ni` of Relay's SDK, where it is at hand: it asks the metadata API as the steps of public workflows do. */
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
  const run = (...input: string[]) => play([step('a', '', {spec, input})], {inputs: {parameters: {who: 'world'}}})

  it('gets one value of the spec by a path', async () => {
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

  it('writes the configuration of AWS', async () => {
    const {lines} = await run('ni aws config -d .', 'cat credentials')
    expect(lines('a').join('\n')).to.contain('aws_access_key_id     = AK')
  })

  it('logs', async () => {
    expect((await run('ni log info "a message"')).lines('a')).to.deep.equal(['a message'])
  })
})
