import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {findProgram} from '@rde/process-runner'
import {expect} from 'chai'

import {examplePath, examples, secretText} from '../example-workflows.js'
import {hasTerminal, onTerminal} from './on-terminal.js'
import {bin, runRde, startRde, type Ended} from './rde-process.js'

/** A machine with Node, a shell and little else: no Docker, and no curl. */
describe('rde workflow run --on host', () => {
  let home: string
  let path: string
  const file = (name: string, text: string) => {
    writeFileSync(join(home, name), text)
    return join(home, name)
  }
  const options = () => ({home, path, cwd: home, env: {TMPDIR: join(home, 'tmp')}})
  const run = (...args: string[]): Promise<Ended> => runRde(['workflow', 'run', '--on', 'host', ...args], options())
  const json = async (...args: string[]) => JSON.parse((await run('--json', '--yes', ...args)).stdout)

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rde-host-'))
    path = join(home, 'bin')
    mkdirSync(path)
    mkdirSync(join(home, 'tmp'))
    for (const name of ['sh', 'grep', 'sleep', 'head', 'cat']) symlinkSync(findProgram(name)!, join(path, name))
  })
  afterEach(() => {
    expect(readdirSync(join(home, 'tmp')), 'left in the temporary folder').to.deep.equal([])
    rmSync(home, {recursive: true, force: true})
  })

  for (const {name, flags, outcome, outputs} of examples) {
    it(`runs examples/${name}.yaml`, async () => {
      const secret = file('secret', secretText)
      const {exitCode, stdout, stderr} = await run(examplePath(name), '--yes', '--json', ...flags(secret))
      expect(JSON.parse(stdout), stderr).to.include({outcome}).and.to.deep.include({outputs})
      expect(exitCode).to.equal(outcome === 'succeeded' ? 0 : 1)
    })
  }

  it('needs a confirmation before a file runs as the user, and fails without a terminal', async () => {
    const {exitCode, stderr} = await run(examplePath('hello'))
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('will run as you').and.to.contain('--on host --yes')
  })

  it('refuses a step that has only an image, and prints what to do', async () => {
    const only = file('only.yaml', 'name: only\nsteps:\n- {name: a, image: "relaysh/x:1"}\n')
    const {exitCode, stderr} = await run(only, '--yes')
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('a (relaysh/x:1)').and.to.contain('--on docker')
  })

  it('requires a parameter without a default', async () => {
    const wants = file('wants.yaml', 'name: wants\nparameters: {who: {}}\nsteps: []\n')
    const {exitCode, stderr} = await run(wants, '--yes')
    expect([exitCode, stderr.includes('-p who=…')]).to.deep.equal([2, true])
  })

  it('requires approvals in the command without a terminal', async () => {
    const {exitCode, stderr} = await run(examplePath('approval'), '--yes')
    expect([exitCode, stderr.includes('--approve release')]).to.deep.equal([2, true])
  })

  it('shows a secret neither in the output nor in the record', async () => {
    const leaks = file(
      'leaks.yaml',
      'name: leaks\nsteps:\n- {name: a, image: x, env: {T: !Secret token}, input: [echo "it is $T"]}\n',
    )
    const {stdout, stderr} = await run(leaks, '--yes', '--secret', `token=@${file('secret', secretText)}`)
    expect(stdout + stderr)
      .to.contain('it is ••••')
      .and.to.not.contain(secretText)
  })

  it('keeps a record of each run, numbered', async () => {
    expect((await json(examplePath('conditions'))).run).to.equal('local/conditions#1')
    expect((await json(examplePath('conditions'))).run).to.equal('local/conditions#2')
    expect(existsSync(join(home, '.local/share/rde/local-runs/conditions/2/events.jsonl'))).to.equal(true)
  })

  it('prints the report of a run for -o -, and writes no file', async () => {
    await run(examplePath('hello'), '--yes')
    const {stdout} = await runRde(['workflow', 'report', 'local/hello#1', '-o', '-'], options())
    expect(stdout).to.match(/^<!doctype html>[^]*<\/html>\s*$/i)
    expect(readdirSync(home).filter((name) => name.endsWith('.html') || name === '-')).to.deep.equal([])
  })

  it('prints notices as lines of JSON with --json, and none with --quiet', async () => {
    await run(examplePath('hello'), '--yes')
    const runs = (...more: string[]) => runRde(['workflow', 'runs', ...more], options())
    const {stdout, stderr} = await runs('--json')
    expect(JSON.parse(stdout)).to.have.nested.property('runs[0].reference', 'local/hello#1')
    const [notice] = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as {event: string; message: string})
    expect(notice).to.include({event: 'notice'}).and.to.have.property('message').that.contains('cluster')
    expect((await runs('--json', '--quiet')).stderr).to.equal('')
  })

  it('shows an approval in the run and in its record', async () => {
    await run(examplePath('approval'), '--yes', '--approve', 'release')
    const {stdout, stderr} = await runRde(['workflow', 'logs', 'local/approval#1', 'release'], options())
    expect(stdout).to.equal('')
    expect(stderr)
      .to.contain('release:')
      .and.to.match(/approv/)
  })

  describe('an approval on the terminal', () => {
    const answered = (...answers: readonly string[]) => {
      const [type, ...more] = answers.map((answer) => `${answer}\\r`)
      const then = more.map((text) => ({waitFor: 'Please answer y or n: ', type: text}))
      const words = [process.execPath, bin, 'workflow', 'run', '--on', 'host', '--yes', examplePath('approval')]
      return onTerminal(words, {...options(), waitFor: '[y/N] ', type: type!, then})
    }

    before(function () {
      if (!hasTerminal) this.skip()
    })

    it('is asked for again after an answer that is neither yes nor no', () => {
      const {exitCode, output} = answered('perhaps', 'later', 'y')
      expect(output.match(/Please answer y or n: /g)).to.have.length(2)
      expect([exitCode, output.includes('local/approval#1 succeeded')], output).to.deep.equal([0, true])
    })

    it('that is rejected is reported, with exit code 1, and recorded', async () => {
      const {exitCode, output} = answered('n')
      expect([exitCode, output.includes('local/approval#1 was rejected')], output).to.deep.equal([1, true])
      expect(output).to.contain('RDE_RUN_REJECTED').and.not.contain('approval#1 succeeded')
      const {stdout} = await runRde(['workflow', 'runs', '--json'], options())
      expect(JSON.parse(stdout)).to.have.nested.property('runs[0].state', 'rejected')
    })
  })

  it('refuses --detach, which does not apply here', async () => {
    const {exitCode, stderr} = await run(examplePath('hello'), '--yes', '--detach')
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('--detach cannot be used with --on host.')
  })

  it('ends the programs of the steps at Ctrl-C, with the exit code of an interruption', async () => {
    const slow = file('slow.yaml', 'name: slow\nsteps:\n- {name: a, image: x, input: [echo begun, sleep 60]}\n')
    const started = startRde(['workflow', 'run', '--on', 'host', '--yes', slow], options())
    await started.printed('begun', 'stderr')
    started.child.kill('SIGINT')
    expect((await started.ended).exitCode).to.equal(130)
  })
})
