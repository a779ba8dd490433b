import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {startBridge, type Bridge} from './bridge.js'
import {MemoryBackend} from './testing/memory-backend.js'
import {RelayCli} from './testing/relay-cli.js'

/** Bytes that a YAML round trip would not preserve: a comment, a trailing space, no final line break. */
const file =
  'apiVersion: v1 \nname: hello # ü\nsteps:\n- name: hello\n  image: alpine:latest\n  spec: {a: !Secret used}'

describe('the real relay CLI through the bridge', function () {
  let backend: MemoryBackend
  let bridge: Bridge
  let cli: RelayCli
  const secret = (name: string) => backend.workflows.get('hello')?.secrets.get(name)

  before(function () {
    // The recorded requests cover this if the CLI is not installed.
    if (RelayCli.file === undefined) this.skip()
  })
  beforeEach(async () => {
    backend = new MemoryBackend()
    bridge = await startBridge(async () => backend)
    cli = new RelayCli(bridge)
    cli.write('ok.yaml', file)
    cli.write('bad.yaml', 'steps:\n- name: a\n- name: <b>\n')
  })
  afterEach(async () => {
    cli?.remove()
    await bridge?.close()
  })

  const saved = () => cli.run(['workflow', 'save', 'hello', '-f', 'ok.yaml'])

  it('saves a workflow, creating it if there is none', async () => {
    const {exitCode, stdout} = await saved()
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('Successfully saved workflow hello with file ok.yaml.')
    expect(backend.workflows.get('hello')?.revisions.map(({content}) => content.toString())).to.deep.equal([file])
  })

  it('prints a saved workflow and its revision as JSON', async () => {
    const {stdout} = await cli.run(['workflow', 'save', 'hello', '-f', 'ok.yaml', '-o', 'json'])
    expect(JSON.parse(stdout)).to.have.nested.property('revision.steps[0].references.secrets[0].name', 'used')
  })

  it('saves a workflow without a file', async () => {
    expect((await cli.run(['workflow', 'save', 'hello'])).exitCode).to.equal(0)
    expect((await cli.run(['workflow', 'download', 'hello'])).exitCode).to.equal(0)
  })

  it('lists the workflows with the number of the last run', async () => {
    await saved()
    await cli.run(['workflow', 'run', 'hello'])
    const {stdout} = await cli.run(['workflow', 'list', '-o', 'json'])
    expect(JSON.parse(stdout)).to.deep.equal([{'Last Run Number': '1', Name: 'hello'}])
  })

  it('lists nothing if there is nothing', async () => {
    expect(JSON.parse((await cli.run(['workflow', 'list', '-o', 'json'])).stdout)).to.deep.equal([])
  })

  it('completes the name of a workflow', async () => {
    await saved()
    expect((await cli.run(['__complete', 'workflow', 'run', 'h'])).stdout).to.match(/^hello$/m)
  })

  it('accepts a valid file', async () => {
    expect((await cli.run(['workflow', 'validate', '-f', 'ok.yaml'])).exitCode).to.equal(0)
  })

  it('shows every error of a file, with braces and markup unchanged', async () => {
    const {exitCode, stderr} = await cli.run(['workflow', 'validate', '-f', 'bad.yaml'])
    const shown = stderr.split('\n').map((line) => line.trim())
    expect({exitCode, shown}).to.deep.equal({
      exitCode: 1,
      shown: [
        'Error: There was a problem executing your request, please try again.',
        '• The workflow file has 2 errors.',
        '• line 2, column 1: step a: image is required, {{not}} <optional>',
        '• line 3, column 1: step <b>: image is required, {{not}} <optional>',
      ],
    })
  })

  it('runs a workflow with the given parameters', async () => {
    await saved()
    const {exitCode, stdout} = await cli.run(['workflow', 'run', 'hello', '-p', 'a=b', '-p', 'c=d=e', '-p', 'empty='])
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('Your run has started.')
    expect(backend.workflows.get('hello')?.runs).to.deep.equal([{a: 'b', c: 'd=e', empty: ''}])
    expect(bridge.notices).to.deep.equal([
      'Follow it: rde workflow logs hello#1 -f',
      'The link opens while this runs: rde ui',
    ])
  })

  it('downloads the bytes that were saved', async () => {
    await saved()
    await cli.run(['workflow', 'download', 'hello', '-f', 'got.yaml'])
    expect(readFileSync(join(cli.folder, 'got.yaml'), 'utf8')).to.equal(file)
  })

  it('deletes a workflow', async () => {
    await saved()
    expect((await cli.run(['workflow', 'delete', 'hello'], 'y\n')).exitCode).to.equal(0)
    expect([...backend.workflows.keys()]).to.deep.equal([])
  })

  it('sets a secret unchanged, including its line break, and sets it again', async () => {
    await saved()
    for (const value of ['first', `it's "\\n" $HOME\n`]) {
      const {exitCode} = await cli.run(['workflow', 'secret', 'set', 'hello', 'used', '--value-stdin'], value)
      expect(exitCode).to.equal(0)
      expect(secret('used')?.toString()).to.equal(value)
    }
  })

  it('knows which secrets the workflow uses', async () => {
    await saved()
    const set = (name: string) => cli.run(['workflow', 'secret', 'set', 'hello', name, '--value-stdin'], 'x')
    expect((await set('used')).stdout).not.to.contain("isn't used")
    expect((await set('other')).stdout).to.contain("isn't used")
  })

  it('sets a binary secret', async () => {
    await saved()
    const line = `printf '\\377\\000x' | relay workflow secret set hello binary --value-stdin`
    expect((await cli.shell(line)).exitCode).to.equal(0)
    expect(secret('binary')).to.deep.equal(Buffer.from([0xff, 0, 0x78]))
  })

  it('refuses an empty secret from standard input', async () => {
    await saved()
    const {exitCode, stderr} = await cli.run(['workflow', 'secret', 'set', 'hello', 'none', '--value-stdin'], '')
    expect({exitCode, stderr}).to.deep.equal({exitCode: 1, stderr: 'Error: Did not receive anything from stdin.'})
  })

  it('lists the secrets and deletes one', async () => {
    await saved()
    for (const name of ['b', 'a']) await cli.run(['workflow', 'secret', 'set', 'hello', name, '--value-stdin'], 'x')
    expect((await cli.run(['workflow', 'secret', 'delete', 'hello', 'b', '-y'])).exitCode).to.equal(0)
    const {stdout} = await cli.run(['workflow', 'secret', 'list', 'hello', '-o', 'json'])
    expect(JSON.parse(stdout)).to.deep.equal([{Name: 'a'}])
  })

  it('does not interfere with concurrent calls', async () => {
    await saved()
    const names = Array.from({length: 6}, (_, index) => `s${index}`)
    const calls = names.flatMap((name) => [
      cli.run(['workflow', 'secret', 'set', 'hello', name, '--value-stdin'], name),
      cli.run(['workflow', 'run', 'hello', '-p', `from=${name}`]),
    ])
    expect((await Promise.all(calls)).map(({exitCode}) => exitCode)).to.deep.equal(calls.map(() => 0))
    expect(
      backend.workflows
        .get('hello')
        ?.runs.map(({from}) => from)
        .sort(),
    ).to.deep.equal(names)
    for (const name of names) expect(secret(name)?.toString()).to.equal(name)
  })

  const wrong: ReadonlyArray<readonly [string, string]> = [
    ['workflow run nothere', 'There is no workflow "nothere".'],
    ['workflow run a/b', 'rde does not serve POST /api/workflows/a/b/runs.'],
    ['workflow run with%20space', 'There is no workflow "with%20space".'],
    ['workflow save Bad_Name', '"Bad_Name" cannot be the name of a workflow.'],
    ['workflow save new -f bad.yaml', 'The workflow file has 2 errors.'],
    ['workflow delete nothere -y', 'There is no workflow "nothere".'],
    ['workflow secret list nothere', 'There is no workflow "nothere".'],
    ['workflow secret delete hello nothere -y', 'The workflow hello has no secret "nothere".'],
    [`workflow run ${'a'.repeat(20_000)}`, 'The request cannot be read'],
    ['auth login', 'No login is needed here'],
  ]
  for (const [line, says] of wrong) {
    it(`ends \`relay ${line.slice(0, 40)}\` with exit code 1 and a message`, async () => {
      await saved()
      const {exitCode, stderr} = await cli.run(line.split(' '))
      expect(exitCode).to.equal(1)
      expect(stderr)
        .to.contain(`• ${says}`)
        .and.not.match(/panic|goroutine/)
    })
  }

  for (const line of ['tokens create x', 'tokens revoke x', 'subscriptions subscribe hello']) {
    it(`ends \`relay ${line}\` with exit code 1, and leaves a message for rde to print`, async () => {
      const {exitCode, stderr} = await cli.run(line.split(' '))
      expect({exitCode, panics: /panic/.test(stderr)}).to.deep.equal({exitCode: 1, panics: false})
      expect(bridge.notices).to.have.length(1)
    })
  }

  for (const line of ['notifications list', 'notifications clear read', 'subscriptions list', 'tokens list']) {
    it(`ends \`relay ${line}\` successfully, without output`, async () => {
      expect((await cli.run(line.split(' '))).exitCode).to.equal(0)
    })
  }

  it('can log out', async () => {
    expect((await cli.run(['auth', 'logout'])).exitCode).to.equal(0)
    expect((await saved()).exitCode).to.equal(0)
  })
})
