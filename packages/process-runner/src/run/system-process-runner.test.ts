import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

import {expect} from 'chai'

import type {ProcessError} from './process-error.js'
import {processStartTime} from '../environment/process-identity.js'
import {Secrets} from '../masking/secrets.js'
import {SystemProcessRunner, type RunnerOptions} from './system-process-runner.js'

/** Real programs: small scripts of the Node that runs the tests. */
const node = (script: string, more = {}) => ({file: process.execPath, args: ['-e', script], ...more})

describe('SystemProcessRunner', () => {
  const runner = (options: Partial<RunnerOptions> = {}) =>
    new SystemProcessRunner({environment: {PATH: '/usr/bin:/bin'}, ...options})
  const failure = (request: ReturnType<typeof node>, options?: Partial<RunnerOptions>) =>
    runner(options)
      .capture(request)
      .then(
        () => expect.fail('no error'),
        (error: ProcessError) => error,
      )

  it('resolves with the output of the program', async () => {
    const {stdout, stderr} = await runner().capture(node("console.log('out'); console.error('err')"))
    expect([stdout, stderr]).to.deep.equal(['out', 'err'])
  })

  it('passes the input, or an empty one', async () => {
    const echo = 'process.stdin.pipe(process.stdout)'
    expect((await runner().capture(node(echo, {input: 'hello'}))).stdout).to.equal('hello')
    expect((await runner().capture(node(echo))).stdout).to.equal('')
  })

  it('passes a file as the input', async () => {
    const echo = 'process.stdin.pipe(process.stdout)'
    const itself = fileURLToPath(import.meta.url)
    expect((await runner().capture(node(echo, {inputFile: itself}))).stdout).to.equal(
      readFileSync(itself, 'utf8').trimEnd(),
    )
  })

  it('passes the environment of the runner and of the request, and no other variables', async () => {
    const print = 'console.log(JSON.stringify(process.env))'
    const {stdout} = await runner({environment: {A: '1', B: '2'}}).capture(node(print, {env: {B: '3'}}))
    expect(JSON.parse(stdout)).to.deep.equal({A: '1', B: '3'})
  })

  it('rejects with the exit code and the last output lines', async () => {
    const {failure: kind, exitCode, message} = await failure(node("console.error('a\\nb'); process.exitCode = 7"))
    expect({kind, exitCode}).to.deep.equal({kind: 'exit-code', exitCode: 7})
    expect(message).to.match(/^exit code 7: [^]*\na\nb$/)
  })

  it('takes the last output lines from standard output if standard error is empty', async () => {
    expect((await failure(node("console.log('sorry'); process.exitCode = 1"))).message).to.match(/\nsorry$/)
  })

  it('ends a program whose time is up', async () => {
    const {failure: kind} = await failure(node('setInterval(() => {}, 60_000)', {timeoutMs: 200}))
    expect(kind).to.equal('timed-out')
  })

  it('kills a program that ignores SIGTERM', async () => {
    const deaf = "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60_000)"
    expect((await failure(node(deaf, {timeoutMs: 500}))).failure).to.equal('timed-out')
  })

  it('ends the children of a program with its own process group', async () => {
    const stop = new AbortController()
    let started = 0
    const request = {file: 'sh', args: ['-c', 'sleep 60 & echo $!; wait'], group: true, signal: stop.signal}
    const ended = runner().stream(request, (line) => {
      started = Number(line)
      stop.abort()
    })
    expect(await ended.catch(({failure: kind}: ProcessError) => kind)).to.equal('cancelled')
    expect(processStartTime(started)).to.equal(undefined)
  })

  it('cuts a line that would use up all memory', async () => {
    const lengths: number[] = []
    const endless = "for (let part = 0; part < 20; part++) process.stdout.write('x'.repeat(1024 * 1024))"
    await runner().stream(node(endless), (line) => void lengths.push(line.length))
    expect([lengths.length, lengths[0]! < 17 * 1024 * 1024]).to.deep.equal([1, true])
  })

  it('does not wait for the children of a program whose time is up', async () => {
    const request = {file: 'sh', args: ['-c', 'sleep 30 & wait'], timeoutMs: 200}
    const {failure: kind} = await runner()
      .capture(request)
      .then(
        () => expect.fail('no error'),
        (error: ProcessError) => error,
      )
    expect(kind).to.equal('timed-out')
  })

  it('does not start a program if its signal is already aborted', async () => {
    const {failure: kind} = await failure({...node('0'), file: '/nowhere/docker'}, {signal: AbortSignal.abort()})
    expect(kind).to.equal('cancelled')
  })

  it('ends a program when its signal is aborted', async () => {
    const signal = AbortSignal.timeout(200)
    expect((await failure(node('setTimeout(() => {}, 60_000)'), {signal})).failure).to.equal('cancelled')
  })

  it("lets a request's own signal stand in for the runner's", async () => {
    const {signal} = new AbortController()
    const {stdout} = await runner({signal: AbortSignal.abort()}).capture(node("console.log('ran')", {signal}))
    expect(stdout).to.equal('ran')
  })

  it('distinguishes a missing program from one that failed', async () => {
    const {failure: kind, message} = await failure({file: '/nowhere/docker', args: ['-e', 'ps']})
    expect([kind, message]).to.deep.equal([
      'not-started',
      'did not start (there is no such program): /nowhere/docker -e ps',
    ])
  })

  it('reports that a program was killed from outside', async () => {
    expect((await failure(node("process.kill(process.pid, 'SIGKILL')"))).failure).to.equal('killed')
  })

  it('traces each command line, with its variables and its input, masked', async () => {
    const lines: string[] = []
    const secrets = new Secrets()
    secrets.learn('secret-value')
    const request = {...node('0', {input: 'secret-value\n', env: {TOKEN: 'secret-value'}}), file: process.execPath}
    await runner({secrets, trace: (line) => lines.push(line)}).capture(request)
    expect(lines[0]).to.match(/^TOKEN=•••• \S+ -e 0 <<'END'\n••••\nEND$/)
  })

  it('masks secrets in errors', async () => {
    const secrets = new Secrets()
    secrets.learn('secret-value')
    const {message, stderr} = await failure(node("console.error('secret-value'); process.exitCode = 1"), {secrets})
    expect(`${message}${stderr}`).not.to.contain('secret-value')
  })

  it('records which programs run', async () => {
    const events: string[] = []
    const children = {started: () => events.push('started'), ended: () => events.push('ended')}
    await runner({children}).capture(node('0'))
    expect(events).to.deep.equal(['started', 'ended'])
  })

  it('returns all of a large output', async () => {
    const {stdout} = await runner().capture(node("process.stdout.write('x'.repeat(3_000_000))"))
    expect(stdout.length).to.equal(3_000_000)
  })

  describe('stream', () => {
    const streamed = async (request: ReturnType<typeof node>, onLine?: (line: string) => void) => {
      const lines: string[] = []
      const failed = await runner()
        .stream(request, (line) => {
          lines.push(line)
          onLine?.(line)
        })
        .then(
          () => undefined,
          (error: ProcessError) => error,
        )
      return {lines, failed}
    }

    it('passes on each line, even a last one without a line break', async () => {
      const {lines} = await streamed(node("process.stdout.write('a\\n\\nb')"))
      expect(lines).to.deep.equal(['a', '', 'b'])
    })

    it('passes on a line while the program still runs', async () => {
      const ended = new AbortController()
      const {lines, failed} = await streamed(
        node("console.log('first'); setTimeout(() => {}, 60_000)", {signal: ended.signal}),
        () => ended.abort(),
      )
      expect([lines, failed?.failure]).to.deep.equal([['first'], 'cancelled'])
    })

    it('rejects with the exit code and the last output lines, after passing on the lines', async () => {
      const {lines, failed} = await streamed(node("console.log('a'); console.error('why'); process.exitCode = 7"))
      expect([lines, failed?.exitCode, failed?.stderr]).to.deep.equal([['a'], 7, 'why'])
    })

    it('reports a missing program', async () => {
      expect((await streamed({file: '/nowhere/kubectl', args: ['-e', 'logs']})).failed?.failure).to.equal('not-started')
    })
  })
})
