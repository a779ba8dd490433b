import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {playRound, type RoundOptions} from './play-round.js'
import {newState, parseState, type CombinationResult, type SmokePlan} from './state.js'

const plan: SmokePlan = {axes: [{service: 'operator', versions: ['a', 'b', 'c']}], suite: 'hash', cases: []}

describe('playRound', () => {
  let folder: string
  let played: string[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-smoke-'))
    played = []
  })
  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  const stateFile = () => join(folder, 'state.json')
  const resumed = () => parseState(readFileSync(stateFile(), 'utf8'))
  const round = (more: Partial<RoundOptions> = {}, failing = '') =>
    playRound(resumedOrNew(), {
      ...{keepGoing: false, files: {stateFile: stateFile(), folders: [join(folder, 'report')]}},
      signal: new AbortController().signal,
      onResult() {},
      async play({place, combination}): Promise<CombinationResult> {
        played.push(combination['operator']!)
        const failure = combination['operator'] === failing ? {failure: 'it does not run'} : {}
        return {place, combination, startedAt: '', rollout: {ms: 1, ...failure}, cases: [], ms: 1}
      },
      ...more,
    })
  const resumedOrNew = () => (readdirSync(folder).includes('state.json') ? resumed()! : newState(plan))

  it('ends with the first combination that fails', async () => {
    await round({}, 'b')
    expect(played).to.deep.equal(['a', 'b'])
  })

  it('plays all of them with keepGoing', async () => {
    await round({keepGoing: true}, 'b')
    expect(played).to.deep.equal(['a', 'b', 'c'])
  })

  it('plays an interrupted combination again, but no completed one', async () => {
    const controller = new AbortController()
    const play = async () => {
      controller.abort(new Error('interrupted'))
      return {place: 1, combination: {}, startedAt: '', rollout: {ms: 1, failure: 'interrupted'}, cases: [], ms: 1}
    }
    let first = true
    const onResult = () => void (first = false)
    const begun = await round({}, 'a')
    expect(begun.results).to.have.length(1)
    const end = await round({play, signal: controller.signal, onResult}).catch((error: Error) => error.message)
    expect([end, first, resumed()?.results.length]).to.deep.equal(['interrupted', true, 1])
    await round({keepGoing: true})
    expect(played).to.deep.equal(['a', 'b', 'c'])
  })

  it('writes the report before it reports a result', async () => {
    const seen: string[][] = []
    await round({onResult: () => void seen.push(readdirSync(join(folder, 'report')).sort())}, 'a')
    expect(seen).to.deep.equal([['junit.xml', 'smoke.json', 'smoke.txt']])
  })
})
