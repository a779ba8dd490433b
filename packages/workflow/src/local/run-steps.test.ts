import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {processStartTime} from '@rde/process-runner/environment/process-identity'
import {expect} from 'chai'

import {approval, runTestSteps, put, step} from './testing/run-locally.js'

const count = (length: number) => Array.from({length}, (_, index) => index)

describe('runSteps', () => {
  it('passes an output from step to step, in spec, in env and through the metadata API', async () => {
    const reference = {$type: 'Output', from: 'one', name: 'greeting'}
    const {outcome, outputs, lines} = await runTestSteps(
      [
        step('one', put('greeting', 'Hello, $NAME')),
        step(
          'two',
          'echo "$GREETING"; curl -fsS "$METADATA_API_URL/spec"; echo; curl -fsS "$METADATA_API_URL/outputs/one/greeting"',
          {
            dependsOn: ['one'],
            env: {GREETING: '${outputs.one.greeting}!'},
            spec: {greeting: reference},
          },
        ),
      ].map((one) => ({...one, env: {NAME: '${parameters.name}', ...one.env}})),
      {inputs: {parameters: {name: 'world'}}},
    )
    expect(outcome).to.equal('succeeded')
    expect(outputs).to.deep.equal({one: {greeting: 'Hello, world'}})
    expect(lines('two')[0]).to.equal('Hello, world!')
    expect(JSON.parse(lines('two')[1]!)).to.deep.equal({
      value: {greeting: 'Hello, world'},
      unresolvable: {},
      complete: true,
    })
    expect(JSON.parse(lines('two')[2]!)).to.deep.equal({
      task_name: 'one',
      key: 'greeting',
      value: 'Hello, world',
      metadata: null,
    })
  })

  it('starts a step as soon as its dependencies have ended, in parallel with others', async () => {
    const order: string[] = []
    const ended = join(mkdtempSync(join(tmpdir(), 'rde-steps-')), 'after')
    // It ends only once the others have.
    const slow = step('slow', `while [ ! -e '${ended}' ]; do sleep 0.05; done`)
    await runTestSteps([slow, step('quick', 'true'), step('after', 'true', {dependsOn: ['quick']})], {
      onEvent: (event) => {
        if (event.type !== 'step' || event.phase !== 'succeeded') return
        order.push(event.step)
        if (event.step === 'after') writeFileSync(ended, '')
      },
    })
    expect(order).to.deep.equal(['quick', 'after', 'slow'])
    rmSync(dirname(ended), {recursive: true})
  })

  it('runs at most maxParallel steps in parallel', async () => {
    let [running, most] = [0, 0]
    await runTestSteps(
      count(6).map((index) => step(`s${index}`, 'sleep 0.05')),
      {
        maxParallel: 2,
        onEvent(event) {
          if (event.type !== 'step' || event.phase === 'waiting') return
          running += event.phase === 'running' ? 1 : -1
          most = Math.max(most, running)
        },
      },
    )
    expect(most).to.equal(2)
  })

  it('skips the dependents of a failed step, and continues with the rest', async () => {
    const {outcome, reason, ends} = await runTestSteps([
      step('bad', 'exit 3'),
      step('follower', 'true', {dependsOn: ['bad']}),
      step('last', 'true', {dependsOn: ['follower']}),
      step('other', 'true'),
    ])
    expect([outcome, reason]).to.deep.equal(['failed', 'bad failed'])
    expect(ends).to.deep.equal({
      bad: 'failed: exit code 3',
      follower: 'skipped: bad failed',
      last: 'skipped: follower was skipped',
      other: 'succeeded',
    })
  })

  it('runs a step whose when requires the failure of another', async () => {
    const {ends} = await runTestSteps([
      step('bad', 'exit 3'),
      step('repair', 'true', {dependsOn: ['bad'], when: '${steps.bad.failed}'}),
      step('celebrate', 'true', {dependsOn: ['bad'], when: ["${steps.'bad'.succeeded}"]}),
    ])
    expect(ends['repair']).to.equal('succeeded')
    expect(ends['celebrate']).to.equal("skipped: when is false (steps.'bad'.succeeded)")
  })

  it('waits with a when for an output that a running step sets', async () => {
    const {ends} = await runTestSteps([
      step('sender', `${put('go', 'yes')}; sleep 0.3; exit 1`),
      step('receiver', 'true', {when: "${outputs.sender.go == 'yes'}"}),
    ])
    expect(ends['receiver']).to.equal('succeeded')
  })

  it('skips a step whose when is invalid, with the reason', async () => {
    const {outcome, ends} = await runTestSteps([
      step('a', 'true', {when: '${unknown.x}'}),
      step('b', 'true', {when: ['yes']}),
    ])
    expect(outcome).to.equal('succeeded')
    expect(ends['a']).to.contain('skipped: when cannot be evaluated').and.to.contain('unknown key unknown')
    expect(ends['b']).to.equal('skipped: when must be true or false, but is of the type string')
  })

  it('fails a step that can never start instead of waiting forever', async () => {
    const {outcome, ends} = await runTestSteps([
      step('a', 'true', {when: '${outputs.b.never}'}),
      step('b', 'true'),
      step('c', 'true', {dependsOn: ['a']}),
    ])
    expect(outcome).to.equal('failed')
    expect(ends['a']).to.equal('failed: can never start: waits for output "never" of step "b"')
    expect(ends['c']).to.equal('skipped: a failed')
  })

  it('continues after an approval, and skips after a rejection', async () => {
    const steps = [
      step('build', 'true'),
      approval('ask', {dependsOn: ['build']}),
      step('ship', 'true', {dependsOn: ['ask']}),
    ]
    const yes = await runTestSteps(steps, {decide: () => Promise.resolve('approved')})
    expect(yes.ends).to.deep.equal({build: 'succeeded', ask: 'succeeded: approved', ship: 'succeeded'})
    const no = await runTestSteps(steps, {decide: () => Promise.resolve('rejected')})
    expect(no.ends).to.deep.equal({build: 'succeeded', ask: 'skipped: rejected', ship: 'skipped: ask was skipped'})
    expect([no.outcome, no.reason]).to.deep.equal(['rejected', 'ask was rejected'])
  })

  it('reports a sensitive output without its value', async () => {
    const sensitive = `curl -fsS -X PUT --data '{"sensitive":true}' "$METADATA_API_URL/outputs/key/metadata"`
    const {events, outputs} = await runTestSteps([step('a', `${put('key', 'hush')}; ${sensitive}`)])
    expect(events.filter(({type}) => type === 'output')).to.deep.equal([{type: 'output', step: 'a', name: 'key'}])
    expect(outputs).to.deep.equal({})
  })

  it('explains why an output that curl sent as a form was refused', async () => {
    const {events} = await runTestSteps([step('a', 'curl -sS -X PUT --data x "$METADATA_API_URL/outputs/x"')])
    const notice = events.find((event) => event.type === 'notice' && event.step === 'a')
    expect(notice).to.have.property('message').that.contains("add -H 'Content-Type: text/plain'")
  })

  it('gives a step the secrets that it names, and no others', async () => {
    const read = (name: string) => `curl -s -o /dev/null -w '%{http_code}' "$METADATA_API_URL/secrets/"${name}; echo`
    const {lines} = await runTestSteps(
      [step('a', read('token'), {spec: {t: {$type: 'Secret', name: 'token'}}}), step('b', read('token'))],
      {
        inputs: {secrets: {token: 'T'}},
      },
    )
    expect([lines('a'), lines('b')]).to.deep.equal([['200'], ['404']])
  })

  it('fails a step whose program is killed, with the signal', async () => {
    const {ends} = await runTestSteps([step('a', 'kill -9 $$')])
    expect(ends['a']).to.equal('failed: was killed by SIGKILL')
  })

  it('fails a step whose command does not exist', async () => {
    const bare = {type: 'container', name: 'a', image: 'x', dependsOn: []} as const
    const {ends} = await runTestSteps([{...bare, command: '/no/such', args: ['x']}])
    expect(ends['a']).to.contain('failed: did not start (there is no such program): /no/such x')
  })

  it('fails a step that reaches a file size limit, not rde', async () => {
    const {ends} = await runTestSteps([step('a', 'ulimit -f 1; head -c 1000000 /dev/zero > big')])
    expect(ends['a']).to.match(/^failed: (exit code|was killed by SIGXFSZ)/)
  })

  it('truncates a line of 100 MiB', async () => {
    const {ends, lines} = await runTestSteps([step('a', "head -c 104857600 /dev/zero | tr '\\0' x; echo; echo after")])
    expect(ends['a']).to.equal('succeeded')
    expect(lines('a').map((line) => line.length < 70_000)).to.deep.equal([true, true])
  })

  it('stops running steps and all their processes on abort, even those that ignore the signal', async () => {
    const controller = new AbortController()
    const pids: number[] = []
    const {outcome, ends} = await runTestSteps(
      [
        step('a', "trap '' TERM; sleep 60 & echo $!; while :; do sleep 0.1; done"),
        step('b', 'true', {dependsOn: ['a']}),
      ],
      {
        signal: controller.signal,
        onEvent(event) {
          if (event.type !== 'log') return
          pids.push(Number(event.line))
          controller.abort(new Error('Interrupted.'))
        },
      },
    )
    expect(outcome).to.equal('cancelled')
    expect(ends).to.deep.equal({a: 'failed: was stopped', b: 'skipped: the run was stopped'})
    expect(pids.filter((pid) => existsSync(`/proc/${pid}/cwd`))).to.deep.equal([])
  })

  it('leaves no folder behind', async () => {
    // Its own temporary folder: other workflows may run on this machine.
    const before = process.env['TMPDIR']
    const folder = mkdtempSync(join(tmpdir(), 'rde-steps-'))
    process.env['TMPDIR'] = folder
    try {
      const {lines} = await runTestSteps([step('a', 'pwd; mkdir deep; touch deep/file; exit 1')])
      expect(lines('a').join()).to.contain(folder)
      // The compiler of the tests may cache files there.
      expect((await readdir(folder)).filter((name) => name.startsWith('rde-'))).to.deep.equal([])
    } finally {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
      rmSync(folder, {recursive: true})
    }
  })

  it('runs 200 steps in a chain', async function () {
    this.timeout(0)
    const steps = count(200).map((index) =>
      step(`s${index}`, 'true', index === 0 ? {} : {dependsOn: [`s${index - 1}`]}),
    )
    expect((await runTestSteps(steps)).outcome).to.equal('succeeded')
  })

  it('runs 200 steps in parallel', async function () {
    this.timeout(0)
    const {outcome, outputs} = await runTestSteps(
      count(200).map((index) => step(`s${index}`, put('n', String(index)))),
      {maxParallel: 200},
    )
    expect(outcome).to.equal('succeeded')
    expect(outputs).to.deep.equal(Object.fromEntries(count(200).map((index) => [`s${index}`, {n: String(index)}])))
  })

  it('kills processes that a step left running, in any process group', async () => {
    const {ends, lines, events} = await runTestSteps([
      step('a', 'setsid sleep 30 >/dev/null 2>&1 & echo $!; sleep 0.3'),
    ])
    expect(ends['a']).to.equal('succeeded')
    expect(processStartTime(Number(lines('a')[0]))).to.equal(undefined)
    expect(JSON.stringify(events)).to.contain('left running in the background')
  })

  it('keeps the result of a step whose folder is not writable', async () => {
    const {ends} = await runTestSteps([
      step('a', 'mkdir locked && touch locked/file && chmod 500 locked'),
      step('b', 'true', {dependsOn: ['a']}),
    ])
    expect(ends).to.deep.equal({a: 'succeeded', b: 'succeeded'})
  })

  it('fails a step with an unresolved expression, and names the expression and the reason', async () => {
    const {ends} = await runTestSteps([
      step('a', 'true'),
      step('b', 'echo never', {dependsOn: ['a'], spec: {word: '${outputs.a.word}'}}),
    ])
    expect(ends['b']).to.equal('failed: spec.word refers to output "word" of step "a", which was never set')
  })
})
