import {expect} from 'chai'

import {commandLine, Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'

import {Vault} from './vault.js'
import {checkSecretKey, SecretStore, storedValue} from './secret-store.js'

const token = JSON.stringify({
  items: [{metadata: {}, data: {'root-token': Buffer.from('the-token').toString('base64')}}],
})

describe('SecretStore', () => {
  let runner: ScriptedProcessRunner
  let secrets: SecretStore
  beforeEach(() => {
    runner = new ScriptedProcessRunner().on(/^kubectl get secrets/, token)
    secrets = new SecretStore(new Vault(new Kubectl(runner, {kubeconfig: '/k'}), new Secrets()))
  })
  afterEach(() => runner.assertFinished())

  it('passes token and value through standard input, and shows neither', async () => {
    runner.on(/^kubectl exec .* --container vault vault-0 .* kv put customers\/workflows\/hello\/key -$/)
    await secrets.set({workflow: 'hello', key: 'key'}, Buffer.from('abc'))
    const request = runner.requests.at(-1)!
    expect(request.input).to.equal('the-token\n{"value":"abc"}')
    expect(commandLine(request)).not.to.match(/abc|the-token/)
  })

  it('lists no keys for a workflow without secrets', async () => {
    runner.on(/^kubectl exec .* kv list/, {exitCode: 2, stderr: 'command terminated with exit code 2'})
    expect(await secrets.list('hello')).to.deep.equal([])
  })

  it('suggests how to fix a sealed Vault', async () => {
    runner.on(/^kubectl exec/, {exitCode: 2, stderr: 'Code: 503. Errors:\n\n* Vault is sealed'})
    const error = await secrets.list('hello').catch((problem: unknown) => problem)
    expect(String(error)).to.contain('Vault, which stores the secrets, is not available: it is sealed.')
  })
})

describe('storedValue', () => {
  const stored = (value: string | Buffer) => storedValue(Buffer.from(value))

  it('stores text unchanged, including empty text', () => {
    expect([stored('ä b'), stored('')]).to.deep.equal(['ä b', ''])
  })

  it('stores as base64 what is not text, contains a NUL, or would be read as base64', () => {
    const values = [Buffer.from([0xff, 0xfe]), Buffer.from('a\0b'), Buffer.from('base64:x')]
    expect(values.map(stored)).to.deep.equal(['base64://4=', 'base64:YQBi', 'base64:YmFzZTY0Ong='])
  })
})

describe('checkSecretKey', () => {
  it('rejects a key that would not be a single entry in Vault', () => {
    const refused = ['a/b', '', '.', '..', '-x', 'a b'].filter((key) => {
      try {
        checkSecretKey(key)
        return false
      } catch {
        return true
      }
    })
    expect(refused).to.deep.equal(['a/b', '', '.', '..', '-x', 'a b'])
  })
})
