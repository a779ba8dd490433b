import {existsSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {bin, root, runProgram, runRde, startRde} from './rde-process.js'

describe('rde, the host', () => {
  it('prints its version', async () => {
    const {stdout} = await runRde(['--version'])
    expect(stdout).to.match(/^rde\/0\.1\.0 \S+ node-v/)
  })

  it('answers `version --json` with JSON only', async () => {
    const {stdout, stderr} = await runRde(['version', '--json'])
    expect({node: JSON.parse(stdout).node, stderr}).to.deep.equal({node: process.versions.node, stderr: ''})
  })

  it('reports that the limit of open files is too low', async () => {
    const words = ['-c', 'ulimit -n 40; exec "$@"', 'sh', process.execPath, bin, 'cluster', 'status']
    const {exitCode, stderr} = await runProgram('/bin/sh', words)
    expect({exitCode, stderr}).to.deep.equal({
      exitCode: 1,
      stderr:
        'rde may not open as many files at once as it needs.\n\n  Allow more:   ulimit -n 1024\n\nRDE_FILES_LIMIT\n',
    })
  })

  it('exits with 2 for an unknown command', async () => {
    expect((await runRde(['frobnicate'])).exitCode).to.equal(2)
  })

  it('suggests the command that was probably meant', async () => {
    const {stderr} = await runRde(['verison'])
    expect(stderr).to.equal(
      '"verison" is not a command of rde.\n\n  Perhaps:            rde version\n  See all commands:   rde help\n\nRDE_COMMAND_UNKNOWN\n',
    )
  })

  it('keeps the words that follow a mistyped command', async () => {
    const {stderr} = await runRde(['kubctl', 'get', 'pods', '-n', 'x y'])
    expect(stderr).to.contain("rde kubectl get pods -n 'x y'\n")
  })

  for (const words of [
    ['cluster', 'start', '--profil', 'bare'],
    ['cluster', 'start', '--agents', 'many'],
    ['workflow', 'validate'],
    ['version', 'please'],
    ['plugins', 'install'],
  ]) {
    const typed = words.join(' ')

    it(`says what is wrong with \`${typed}\` in four parts, with a code`, async () => {
      const {exitCode, stderr} = await runRde(words)
      expect(stderr).to.match(/^[^\n]+\.\n\n( {2}\S.*: +rde .*\n)+\nRDE_USAGE\n$/)
      expect(exitCode).to.equal(2)
    })
  }

  for (const words of [['frobnicate'], ['help'], ['config', 'edit'], ['version', '--nope']]) {
    it(`answers \`${words.join(' ')} --json\` with one JSON document`, async () => {
      const {exitCode, stdout, stderr} = await runRde([...words, '--json'])
      expect({exitCode, inJson: JSON.parse(stdout).error.exitCode, stderr}).to.deep.equal({
        exitCode: 2,
        inJson: 2,
        stderr: '',
      })
    })
  }

  it('keeps the exit code of wrong usage under --json', async () => {
    const {exitCode, stdout} = await runRde(['version', '--nope', '--json'])
    expect({exitCode, inJson: JSON.parse(stdout).error.exitCode}).to.deep.equal({exitCode: 2, inJson: 2})
  })

  it('takes -h for --help', async () => {
    const [short, long] = await Promise.all([runRde(['version', '-h']), runRde(['version', '--help'])])
    expect(short.stdout).to.equal(long.stdout)
  })

  it('shows no stack of a foreseen error', async () => {
    expect((await runRde(['frobnicate'])).stderr).not.to.contain('    at ')
  })

  it('shows the stack under DEBUG', async () => {
    expect((await runRde(['frobnicate'], {env: {RDE_DEBUG: '1'}})).stderr).to.contain('    at ')
  })

  for (const more of [[], ['--json']]) {
    it(`refuses a secret in the command without repeating it ${more.join(' ')}`, async () => {
      const words = ['workflow', 'secret', 'set', 'hello', 'token', 'of-the-user', ...more]
      const {exitCode, stdout, stderr} = await runRde(words)
      expect(exitCode).to.equal(2)
      expect(stdout + stderr).to.contain('| rde workflow secret set hello token')
      expect(stdout + stderr).not.to.contain('of-the-user')
    })
  }

  it('refuses an invalid cluster name before it does anything', async () => {
    for (const tool of ['kubectl', 'relay'])
      expect((await runRde([tool, 'get'], {env: {RDE_CLUSTER: '../x'}})).exitCode).to.equal(2)
  })

  it('reports in one sentence that its answer cannot be written to a full disk, with exit code 1', async function () {
    if (!existsSync('/dev/full')) this.skip()
    const words = ['-c', 'exec "$0" "$@" >/dev/full', process.execPath, bin, 'config', 'schema']
    const {exitCode, stderr} = await runProgram('/bin/sh', words)
    expect(exitCode).to.equal(1)
    expect(stderr).to.match(
      /^rde cannot write its answer to standard output: no space is left\.\n[^]*\n\nRDE_FILE_UNWRITABLE\n$/,
    )
  })

  it('exits silently with 141 when the reader closes the pipe', async () => {
    const {child, ended} = startRde(['version'])
    child.stdout?.destroy()
    const {exitCode, stderr} = await ended
    expect({exitCode, stderr}).to.deep.equal({exitCode: 141, stderr: ''})
  })

  it('reports that the temporary folder is missing', async () => {
    const workflow = join(root, 'examples/hello.yaml')
    const words = ['workflow', 'run', workflow, '--on', 'host', '--yes']
    const {exitCode, stderr} = await runRde(words, {path: '/usr/bin:/bin', env: {TMPDIR: '/nowhere/at/all'}})
    expect(stderr).to.contain('The folder for temporary files, /nowhere/at/all, does not exist.')
    expect(exitCode).to.equal(1)
  })

  for (const [typedAs, hint] of [
    ['./rde', '  Perhaps:            ./rde version\n'],
    ['', '  Perhaps:            rde version\n'],
  ] as const) {
    it(`prints hints as they work for who typed ${typedAs || 'rde'}`, async () => {
      expect((await runRde(['verison'], {env: {RDE_TYPED_AS: typedAs}})).stderr).to.contain(hint)
    })
  }
})
