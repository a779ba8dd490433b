import {Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {expect} from 'chai'

import {ConnectionStore} from './connection-store.js'
import {readKeptInputs} from './kept-inputs.js'
import {Vault} from './vault.js'

const token = JSON.stringify({
  items: [{metadata: {}, data: {'root-token': Buffer.from('the-token').toString('base64')}}],
})
const entry = (path: string, value: string) =>
  `customers/${path}\n${JSON.stringify({request_id: '1', data: {data: {value}, metadata: {version: 1}}}, null, 2)}\n`

describe('readKeptInputs', () => {
  let runner: ScriptedProcessRunner
  let masking: Secrets
  beforeEach(() => {
    runner = new ScriptedProcessRunner()
    masking = new Secrets()
  })
  afterEach(() => runner.assertFinished())
  const vault = () => new Vault(new Kubectl(runner, {kubeconfig: '/k'}), masking)
  const read = (answer: string | {exitCode: number; stderr: string}) => {
    runner.on(/^kubectl get secrets/, token)
    runner.on(/kubectl exec [^]* customers\/workflows\/hello customers\/connections\/hello$/, answer)
    return readKeptInputs({vault: vault(), masking}, 'hello')
  }

  it('reads secrets and connections, whatever they contain', async () => {
    const kept = [
      entry('workflows/hello/token', 'correct\n{\n}\nhorse'),
      entry('workflows/hello/bytes', 'base64:aGk='),
      entry('connections/hello/aws/main', 'id-1'),
      entry('connections/hello/id-1/accessKeyID', 'AK'),
      entry('connections/hello/id-1/secretAccessKey', 'SK'),
    ]
    const {secrets, connections, problem} = await read(kept.join(''))
    expect(secrets).to.deep.equal({token: 'correct\n{\n}\nhorse', bytes: 'hi'})
    expect(connections).to.deep.equal({aws: {main: {accessKeyID: 'AK', secretAccessKey: 'SK'}}})
    expect(problem).to.equal(undefined)
  })

  it('masks the values from then on', async () => {
    const {mask} = await read(entry('workflows/hello/token', 'hush-hush\n'))
    expect(mask({line: 'it is hush-hush'})).to.deep.equal({line: 'it is ••••'})
  })

  it('reads nothing if nothing is stored', async () => {
    const {secrets, connections} = await read('')
    expect([secrets, connections]).to.deep.equal([{}, {}])
  })

  it('reports the problem while Vault is sealed', async () => {
    const {problem} = await read({exitCode: 2, stderr: 'Code: 503. Errors:\n\n* Vault is sealed'})
    expect(problem).to.contain('it is sealed')
  })

  it('reads a connection as relay-core does: fields below an id, and the id below type and name', async () => {
    for (let calls = 0; calls < 2; calls++) runner.on(/^kubectl get secrets/, token).on(/^kubectl exec/)
    await new ConnectionStore(vault()).set('hello', {aws: {main: {accessKeyID: 'AKAKAKAK'}}})
    const [field, pointer] = runner.requests.filter(({args}) => args.includes('exec'))
    const path = /customers\/connections\/hello\/([0-9a-f-]{36})\/accessKeyID$/
    const [, id] = path.exec(field!.args.find((arg) => path.test(arg))!)!
    expect(field!.input).to.equal('the-token\n{"value":"AKAKAKAK"}')
    expect(pointer!.args).to.include('customers/connections/hello/aws/main')
    expect(pointer!.input).to.equal(`the-token\n{"value":"${id}"}`)
  })
})
