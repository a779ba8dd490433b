import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import type {RunEvent} from '../../run/events.js'
import {followLocalRun} from './follow-record.js'
import {readLocalRun} from './read-records.js'
import {openRunRecord} from './run-record.js'

describe('followLocalRun', () => {
  let root: string
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'rde-follow-'))))
  afterEach(() => rmSync(root, {recursive: true, force: true}))

  const ended: RunEvent = {type: 'run-ended', run: 'local/w#1', outcome: 'failed'}
  const log = (line: string): RunEvent => ({type: 'log', step: 'a', line})

  /** Collects events, and waits for as many as a test wants. */
  function follow(signal = new AbortController().signal) {
    const events: RunEvent[] = []
    let wake = () => {}
    const done = followLocalRun(
      root,
      {workflow: 'w', number: 1},
      {
        signal,
        onEvent: (event) => (events.push(event), wake()),
      },
    )
    const until = async (count: number) => {
      while (events.length < count) await new Promise<void>((resolve) => (wake = resolve))
    }
    return {events, done, until}
  }

  it('reports the recorded events, then new ones, to the end', async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    record.write(log('before'))
    const {events, done, until} = follow()
    await until(1)
    record.write(log('after'))
    await until(2)
    record.write(ended)
    await record.close('failed')
    await done
    expect(events).to.deep.equal([log('before'), log('after'), ended])
  })

  it('reports a run whose rde was killed as cancelled', async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    record.write(log('alive'))
    await record.close('succeeded')
    const path = join(root, 'w/1/run.json')
    const {outcome, ...killed} = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    writeFileSync(path, JSON.stringify({...killed, pid: 2 ** 22 + 1}))
    const {events, done} = follow()
    await done
    expect([outcome, events.at(-1)]).to.deep.equal([
      'succeeded',
      {type: 'run-ended', run: 'local/w#1', outcome: 'cancelled'},
    ])
  })

  it('reads a line that is longer than one chunk of the file', async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    record.write(log('ä'.repeat(400_000)))
    record.write(ended)
    await record.close('failed')
    const {events, done} = follow()
    await done
    expect(events).to.deep.equal([log('ä'.repeat(400_000)), ended])
  })

  it('ends when its signal is aborted', async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    const controller = new AbortController()
    const {done} = follow(controller.signal)
    controller.abort()
    await done
    await record.close('cancelled')
  })

  it('finds the file and the parameters of a run', async () => {
    const about = {workflow: 'w', on: 'host', file: '/w.yaml', text: 'steps: []', parameters: {n: 2n}} as const
    await (await openRunRecord(root, about)).close('succeeded')
    const {file, text, parameters} = (await readLocalRun(root, {workflow: 'w'})) ?? {}
    expect({file, text, parameters}).to.deep.equal({file: '/w.yaml', text: 'steps: []', parameters: {n: 2}})
  })
})
