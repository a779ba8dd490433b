import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import type {RunEvent} from '../../run/events.js'
import {listLocalRuns, readLocalEvents} from './read-records.js'
import {openRunRecord} from './run-record.js'

describe('openRunRecord', () => {
  let root: string
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'rde-records-'))))
  afterEach(() => rmSync(root, {recursive: true, force: true}))

  async function eventsOf(workflow: string, number: number): Promise<RunEvent[]> {
    const events: RunEvent[] = []
    for await (const event of readLocalEvents(root, {workflow, number})) events.push(event)
    return events
  }
  const log = (line: string): RunEvent => ({type: 'log', step: 'a', line})

  it('records the events, readable only by the user', async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    record.write(log('hello'))
    expect(await record.close('succeeded')).to.equal(undefined)
    expect(await eventsOf('w', 1)).to.deep.equal([log('hello')])
    expect(statSync(join(root, 'w/1/events.jsonl')).mode & 0o777).to.equal(0o600)
  })

  it('lists the runs, newest first, and marks running ones', async () => {
    await (await openRunRecord(root, {workflow: 'w', on: 'host'})).close('failed')
    await new Promise((resolve) => setTimeout(resolve, 5))
    const open = await openRunRecord(root, {workflow: 'other', on: 'docker'})
    const listed = await listLocalRuns(root)
    expect(listed.map(({reference, state}) => [reference, state])).to.deep.equal([
      ['local/other#1', 'running'],
      ['local/w#1', 'failed'],
    ])
    await open.close('cancelled')
    expect((await listLocalRuns(root, {workflow: 'other'}))[0]).to.include({state: 'cancelled', on: 'docker'})
  })

  it('lists nothing where there was no run', async () => {
    expect(await listLocalRuns(join(root, 'none'))).to.deep.equal([])
    expect(await listLocalRuns(root, {workflow: 'none'})).to.deep.equal([])
  })

  it('gives concurrent runs different numbers', async () => {
    const records = await Promise.all([1, 2, 3].map(() => openRunRecord(root, {workflow: 'w', on: 'host'})))
    expect(records.map(({number}) => number).sort()).to.deep.equal([1, 2, 3])
    await Promise.all(records.map((record) => record.close('succeeded')))
  })

  it('keeps the twenty newest of a workflow', async () => {
    for (let run = 0; run < 22; run += 1)
      await (await openRunRecord(root, {workflow: 'w', on: 'host'})).close('succeeded')
    const numbers = (await listLocalRuns(root, {workflow: 'w'})).map(({number}) => number).sort((a, b) => a - b)
    expect([numbers[0], numbers.length]).to.deep.equal([3, 20])
  })

  it('keeps at most 16 MiB of logs, with a notice', async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    for (let line = 0; line < 300; line += 1) record.write(log('x'.repeat(65_536)))
    record.write({type: 'run-ended', run: 'r', outcome: 'succeeded'})
    await record.close('succeeded')
    const events = await eventsOf('w', 1)
    expect(events.filter(({type}) => type === 'log')).to.have.length(255)
    expect(events.slice(-2).map(({type}) => type)).to.deep.equal(['notice', 'run-ended'])
  })

  it('limits outputs like logs', async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    const value = 'x'.repeat(1024 * 1024)
    for (let output = 0; output < 40; output += 1) record.write({type: 'output', step: 'a', name: `o${output}`, value})
    await record.close('succeeded')
    expect(statSync(join(root, 'w/1/events.jsonl')).size).to.be.lessThan(17 * 1024 * 1024)
  })

  it('never removes the record of a run in progress', async () => {
    const records = await Promise.all(Array.from({length: 25}, () => openRunRecord(root, {workflow: 'w', on: 'host'})))
    expect(await listLocalRuns(root)).to.have.length(25)
    await Promise.all(records.map((record) => record.close('succeeded')))
  })

  it('leaves out a damaged record, and names it', async () => {
    await (await openRunRecord(root, {workflow: 'w', on: 'host'})).close('succeeded')
    await (await openRunRecord(root, {workflow: 'w', on: 'host'})).close('succeeded')
    writeFileSync(join(root, 'w/1/run.json'), '{"workflow":"w","sta')
    writeFileSync(join(root, 'w/2/events.jsonl'), '{"type":"log","step":"a","line":"x"}\n{"type":}\n')
    const notices: string[] = []
    const runs = await listLocalRuns(root, {onNotice: (line) => notices.push(line)})
    expect(runs.map(({number}) => number)).to.deep.equal([2])
    expect(notices[0]).to.contain(join(root, 'w/1/run.json'))
    expect(await eventsOf('w', 2)).to.have.length(1)
  })

  it('does not read a strange workflow name as a path', async () => {
    await (await openRunRecord(root, {workflow: '../..', on: 'host'})).close('succeeded')
    expect((await listLocalRuns(root)).map(({workflow}) => workflow)).to.deep.equal(['../..'])
  })

  it('does not fail a run whose record cannot be written, and reports why it is incomplete', async () => {
    const record = await openRunRecord(root, {workflow: 'w', on: 'host'})
    rmSync(join(root, 'w'), {recursive: true})
    writeFileSync(join(root, 'w'), 'in the way')
    expect(await record.close('succeeded')).to.contain('ENOTDIR')
  })
})
