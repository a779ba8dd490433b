import {readFileSync, statSync, writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {readReleaseValues, writeReleaseValues} from './release-values.js'
import {temporaryData, type TemporaryData} from '../testing/temporary-data.js'

describe('the values of a Helm release', () => {
  let here: TemporaryData
  const write = (values: object) => writeReleaseValues('vault', {...values}, here.data)

  beforeEach(() => (here = temporaryData()))
  afterEach(() => here.remove())

  it('are readable by the owner only', async () => {
    expect(await write({on: 'no', n: '0123'})).to.equal(true)
    expect(statSync(here.data.values('vault')).mode & 0o777).to.equal(0o600)
  })

  it('keep strings that YAML 1.1 reads as another type', async () => {
    await write({on: 'no', n: '0123'})
    const text = readFileSync(here.data.values('vault'), 'utf8')
    expect(text).to.contain(`"on": "no"`).and.contain(`: "0123"`)
  })

  it('are not written again without a difference', async () => {
    await write({a: 1})
    expect(await write({a: 1})).to.equal(false)
  })

  it('are read as they were given to Helm', async () => {
    await write({a: {b: 'c'}})
    expect(Object.fromEntries(await readReleaseValues(here.data))).to.deep.equal({vault: {a: {b: 'c'}}})
  })

  it('are empty without a file, or with a broken one', async () => {
    expect((await readReleaseValues(here.data)).size).to.equal(0)
    await write({})
    writeFileSync(here.data.values('vault'), '{')
    expect((await readReleaseValues(here.data)).get('vault')).to.deep.equal({})
  })
})
