import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'
import {sample} from 'fast-check'

import {findProgram} from '@rde/process-runner'
import {openWorkflow} from '@rde/workflow/file'
import {workflowResource} from '@rde/workflow/resources'
import {workflowArbitrary} from '@rde/workflow/testing/workflow-arbitrary'
import {toJson} from '@rde/workflow'

import {examplePath, examples, secretText} from '../example-workflows.js'
import {User} from './user.js'

/** A folder for `--stack` with everything that the profile core needs; its images are in Docker. */
const folder = process.env['RDE_E2E_STACK']
/** An image with a shell, also in Docker. Approvals run the image of relay-core, alpine:latest. */
const images = ['alpine:3.16', 'alpine:latest']

interface RunStatus {
  readonly status: {
    readonly steps: ReadonlyArray<{
      readonly name: string
      readonly outputs?: ReadonlyArray<{readonly name: string; readonly value?: unknown}>
    }>
  }
}

/** Outputs by step, then by name; only of steps with outputs. */
function outputsOf({status}: RunStatus): object {
  const each = status.steps.filter(({outputs = []}) => outputs.length > 0)
  return Object.fromEntries(
    each.map((step) => [step.name, Object.fromEntries(step.outputs!.map(({name, value}) => [name, value]))]),
  )
}

/** A step gets bytes that are not text in base64, marked as such. */
const readsBytes = 'curl -fsS "$METADATA_API_URL/secrets/token"'

interface Runs {
  readonly runs: ReadonlyArray<{readonly reference: string; readonly state: string}>
}

const step = (name: string, script: string, more = '') =>
  `  - {name: ${name}, image: "alpine:3.16", input: [${JSON.stringify(script)}]${more}}\n`

const files = {
  hello: `parameters: {name: {description: whom to greet}}\nsteps:\n${step('greet', 'echo hello $WHO', ', env: {WHO: !Parameter name}')}`,
  fails: `steps:\n${step('build', 'echo about to fail; exit 3')}${step('after', 'echo never', ', dependsOn: build')}`,
  skips: `steps:\n${step('no', 'echo no', ', when: !Fn.equals [a, b]')}${step('yes', 'echo yes')}`,
  asks: `steps:\n  - {name: gate, type: approval}\n${step('then', 'echo approved', ', dependsOn: gate')}`,
  never: `steps:\n  - {name: bad, image: "rde-test.invalid/none:1", input: [echo no]}\n`,
  long: `steps:\n${step('long', 'i=0; while [ $i -lt 120 ]; do echo line $i; i=$((i+1)); sleep 1; done')}`,
  secrets: `steps:\n${step('read', 'printf %s "$TOKEN" | wc -c', ', env: {TOKEN: !Secret token}')}`,
}

/** One cluster for all tests. */
describe('Workflows on the cluster', () => {
  const user = new User('rde-test-e2e-workflows')
  const path = (name: keyof typeof files) => join(user.temporary, `${name}.yaml`)
  const rde = (...args: readonly string[]) => user.rde('workflow', ...args)
  const stateOf = async (reference: string) =>
    (await user.json<Runs>('workflow', 'runs')).runs.find((run) => run.reference === reference)?.state

  before(async function () {
    if (folder === undefined || !existsSync(folder)) {
      console.log('    skipped: RDE_E2E_STACK names no folder for --stack')
      return this.skip()
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(user.temporary, `${name}.yaml`), text)
    for (const args of [
      ['cluster', 'start', '--profile', 'core', '--stack', folder],
      ['images', 'import', ...images],
    ]) {
      const {stderr, exitCode} = await user.rde(...args)
      expect(exitCode, stderr).to.equal(0)
    }
  })
  after(async () => {
    await user.rde('cluster', 'delete', '--yes')
    user.remove()
  })

  it('follows a run with a parameter to its end', async () => {
    const {stdout, stderr, exitCode} = await rde('run', path('hello'), '-p', 'name=you', '--follow')
    expect(exitCode, stderr).to.equal(0)
    expect(stderr).to.match(/greet +\| hello you/)
    expect(stdout.trim()).to.equal('hello#1 succeeded')
  })

  it('does not start a run without a required parameter', async () => {
    const {stderr, exitCode} = await rde('run', path('hello'))
    expect([exitCode, stderr.includes('RDE_PARAMETER_MISSING')]).to.deep.equal([2, true])
  })

  it('reports the exit code of a failed step, and the skipped steps', async () => {
    const {stderr, exitCode} = await rde('run', path('fails'), '--follow')
    expect(exitCode).to.equal(1)
    expect(stderr)
      .to.match(/build: failed with exit code 3/)
      .and.match(/after: skipped: build did not succeed/)
  })

  it('succeeds with a skipped step', async () => {
    const {stderr, exitCode} = await rde('run', path('skips'), '--follow')
    expect(exitCode, stderr).to.equal(0)
    expect(stderr).to.contain('no: skipped: its condition does not hold')
  })

  it('continues when a step is approved', async () => {
    const run = user.start('workflow', 'run', path('asks'), '--follow')
    await run.printed('gate: waits for approval', 'stderr')
    expect((await rde('approve', 'asks#1', 'gate')).exitCode).to.equal(0)
    expect((await run.ended).exitCode).to.equal(0)
  })

  it('ends with the message of a step that can never start', async () => {
    const {stderr, exitCode} = await rde('run', path('never'), '--follow')
    expect(exitCode).to.equal(1)
    expect(stderr).to.contain('step bad can never start').and.contain('rde images import rde-test.invalid/none:1')
    expect((await rde('cancel', 'never')).exitCode).to.equal(0)
  })

  it('continues after the user detaches with Ctrl-C, and can be cancelled', async () => {
    const run = user.start('workflow', 'run', path('long'), '--follow')
    await run.printed('line 0', 'stderr')
    // To the whole group, as a terminal does.
    process.kill(-run.child.pid!, 'SIGINT')
    const {stderr, exitCode} = await run.ended
    expect([exitCode, stderr.includes('rde workflow logs long#1 -f')]).to.deep.equal([130, true])
    expect(await stateOf('long#1')).to.equal('running')
    expect((await rde('cancel', 'long')).exitCode).to.equal(0)
    expect(await stateOf('long#1')).to.equal('cancelled')
  })

  it('gives two simultaneous runs different numbers', async () => {
    await rde('save', path('skips'))
    await Promise.all([rde('run', 'skips', '--detach'), rde('run', 'skips', '--detach')])
    const {runs} = await user.json<Runs>('workflow', 'runs', 'skips')
    expect(runs.map(({reference}) => reference)).to.deep.equal(['skips#3', 'skips#2', 'skips#1'])
  })

  it('keeps secrets that steps can read', async () => {
    await rde('save', path('secrets'))
    expect((await user.rdeWithInput('hush-hush', 'workflow', 'secret', 'set', 'secrets', 'token')).exitCode).to.equal(0)
    expect((await rde('secret', 'list', 'secrets')).stdout.trim()).to.equal('token')
    const {stderr} = await rde('run', 'secrets', '--follow')
    expect(stderr).to.match(/read +\| 9/)
    expect((await rde('secret', 'delete', 'secrets', 'token')).exitCode).to.equal(0)
    expect((await rde('secret', 'list', 'secrets')).stdout.trim()).to.equal('')
  })

  it('runs a file of the workflow directory at a start, and not again', async () => {
    const directory = join(user.home, '.config/rde/workflows')
    mkdirSync(directory)
    writeFileSync(join(directory, '10-greet.yaml'), files.skips)
    expect((await user.rde('cluster', 'start')).exitCode).to.equal(0)
    expect(await stateOf('greet#1')).to.equal('succeeded')
    const {stderr} = await user.rde('cluster', 'start')
    expect(stderr).to.contain('Workflows: unchanged, 1 unchanged since they last succeeded')
    const {runs} = await user.json<Runs>('workflow', 'runs', 'greet')
    expect(runs.map(({reference}) => reference)).to.deep.equal(['greet#1'])
  })

  it('gives a step a secret of bytes that are not text', async () => {
    writeFileSync(join(user.temporary, 'bytes.yaml'), `steps:\n${step('read', readsBytes)}`)
    await rde('save', join(user.temporary, 'bytes.yaml'))
    const bytes = Buffer.from([0xff, 0x00, 0x01])
    expect((await user.rdeWithInput(bytes, 'workflow', 'secret', 'set', 'bytes', 'token')).exitCode).to.equal(0)
    const {stderr} = await rde('run', 'bytes', '--follow')
    expect(stderr).to.contain(bytes.toString('base64'))
  })

  describe('runs the examples with the same outputs as elsewhere:', () => {
    before(async () => {
      await rde('save', examplePath('secrets'))
      await user.rdeWithInput(secretText, 'workflow', 'secret', 'set', 'secrets', 'token')
    })

    for (const {name, outcome, outputs} of examples) {
      it(name, async () => {
        const parameters = name === 'hello' ? ['-p', 'name=Ada'] : []
        const run = user.start('workflow', 'run', examplePath(name), '--follow', ...parameters)
        if (name === 'approval') {
          await run.printed('release: waits for approval', 'stderr')
          await rde('approve', 'approval', 'release')
        }
        const {exitCode, stderr} = await run.ended
        expect(exitCode, stderr).to.equal(outcome === 'succeeded' ? 0 : 1)
        const {runs} = await user.json<Runs>('workflow', 'runs', name)
        const object = runs[0]!.reference.replace('#', '-')
        const status = JSON.parse(
          (await user.rde('kubectl', 'get', 'runs.relay.sh', object, '-n', 'relay-tenants', '-o', 'json')).stdout,
        ) as RunStatus
        expect(outputsOf(status)).to.deep.equal(outputs)
      })
    }
  })

  describe('lets the real relay CLI', () => {
    const file = () => path('skips')
    const relay = async (...args: readonly string[]) => {
      const {stdout, stderr, exitCode} = await user.rde('relay', ...args)
      expect(exitCode, `${stdout}${stderr}`).to.equal(0)
      return `${stdout}${stderr}`
    }
    const secret = async (value: string | Uint8Array) =>
      (await user.rdeWithInput(value, 'relay', 'workflow', 'secret', 'set', 'by-relay', 'token', '--value-stdin'))
        .exitCode

    before(function () {
      if (findProgram('relay') === undefined) {
        console.log('    skipped: there is no relay on PATH')
        this.skip()
      }
    })

    it('validate, save and list a workflow', async () => {
      expect(await relay('workflow', 'validate', '-f', file())).to.contain('Successfully validated')
      await relay('workflow', 'save', 'by-relay', '-f', file())
      expect(await relay('workflow', 'list')).to.contain('by-relay')
    })

    it('download the bytes that were saved', async () => {
      const copy = join(user.temporary, 'copy.yaml')
      await relay('workflow', 'download', 'by-relay', '-f', copy)
      expect(readFileSync(copy, 'utf8')).to.equal(files.skips)
    })

    it('start a run that succeeds, and see how to follow it', async () => {
      expect(await relay('workflow', 'run', 'by-relay')).to.contain('rde workflow logs by-relay#1 -f')
      expect((await rde('logs', 'by-relay#1', '--follow')).exitCode).to.equal(0)
    })

    it('keep secrets, text and bytes', async () => {
      expect([await secret('a text'), await secret(Buffer.from([0xff, 0x00]))]).to.deep.equal([0, 0])
      expect(await relay('workflow', 'secret', 'list', 'by-relay')).to.contain('token')
      await relay('workflow', 'secret', 'delete', 'by-relay', 'token', '--yes')
      expect(await relay('workflow', 'secret', 'list', 'by-relay')).not.to.contain('token')
    })

    it('end with a readable error for an unknown workflow', async () => {
      const {stdout, stderr, exitCode} = await user.rde('relay', 'workflow', 'run', 'nowhere')
      expect(exitCode).to.equal(1)
      expect(`${stdout}${stderr}`).to.contain('There is no workflow "nowhere"').and.not.to.contain('goroutine')
    })

    it('delete the workflow', async () => {
      await relay('workflow', 'delete', 'by-relay', '--yes')
      expect(await relay('workflow', 'list')).not.to.contain('by-relay')
    })
  })

  it('has the API server accept the resources of any valid workflow', async () => {
    const generated = sample(workflowArbitrary, {numRuns: 60, seed: 20_261_123})
    const items = generated.map(({text}, index) => {
      const {document, problems} = openWorkflow(Buffer.from(text))
      if (document === undefined) throw new Error(JSON.stringify(problems))
      return workflowResource(document, {name: `generated-${index}`})
    })
    const file = join(user.temporary, 'generated.json')
    writeFileSync(file, toJson({apiVersion: 'v1', kind: 'List', items}))
    const {stdout, stderr, exitCode} = await user.rde(
      'kubectl',
      'create',
      '--dry-run=server',
      '--validate=false',
      '--filename',
      file,
    )
    expect(exitCode, stderr).to.equal(0)
    expect(stdout.trim().split('\n')).to.have.length(60)
  })

  it('deletes a workflow with its runs', async () => {
    expect((await rde('delete', 'hello', '--yes')).exitCode).to.equal(0)
    expect(await stateOf('hello#1')).to.equal(undefined)
  })
})
