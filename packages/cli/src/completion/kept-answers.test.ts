import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {KeptAnswers} from './kept-answers.js'

describe('KeptAnswers', () => {
  let folder: string
  let now: number
  const answers = () => new KeptAnswers(join(folder, 'completion.json'), () => now)
  const ask = async (find: (signal: AbortSignal) => Promise<string[]>, deadlineMs = 60_000) => {
    const found = await answers().ask({key: 'runs', deadlineMs}, async (signal) =>
      (await find(signal)).map((value) => ({value})),
    )
    return found.map(({value}) => value)
  }
  const never = (signal: AbortSignal) =>
    new Promise<string[]>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-kept-'))
    now = 1_000_000
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('does not ask again for some seconds', async () => {
    await ask(async () => ['a'])
    expect(await ask(async () => ['b'])).to.deep.equal(['a'])
    now += 6_000
    expect(await ask(async () => ['b'])).to.deep.equal(['b'])
  })

  it('returns the last answer on a timeout, and aborts the question', async () => {
    await ask(async () => ['a'])
    now += 60_000
    let ended = false
    const found = await ask((signal) => {
      signal.addEventListener('abort', () => (ended = true))
      return never(signal)
    }, 1)
    expect([found, ended]).to.deep.equal([['a'], true])
  })

  it('returns the last answer if the cluster is unreachable', async () => {
    await ask(async () => ['a'])
    now += 60_000
    expect(await ask(() => Promise.reject(new Error('away')))).to.deep.equal(['a'])
  })

  it('forgets it after a day', async () => {
    await ask(async () => ['a'])
    now += 2 * 86_400_000
    expect(await ask(never, 1)).to.deep.equal([])
  })

  it('starts anew if its file is broken', async () => {
    writeFileSync(join(folder, 'completion.json'), 'null')
    expect(await ask(async () => ['a'])).to.deep.equal(['a'])
  })
})
