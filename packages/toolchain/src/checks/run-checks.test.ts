import {expect} from 'chai'

import type {RdeError} from '@rde/errors'

import {answering, contextWith} from '../testing/check-context.js'
import {failure, ok, warning, type Check, type Finding} from './check.js'
import {failOn} from './fail-on.js'
import {runChecks} from './run-checks.js'

describe('the checks together', () => {
  const check = (id: string, finding: Finding, exitCode = 1): Check => ({
    id,
    category: 'machine',
    title: id,
    problem: {code: `RDE_${id.toUpperCase()}`, exitCode},
    run: async () => finding,
  })
  const results = (...checks: Check[]) => runChecks(checks, contextWith(answering()))
  const errorOf = async (...checks: Check[]) => {
    const found = await results(...checks)
    try {
      failOn(found)
    } catch (error) {
      return error as RdeError
    }
    return undefined
  }
  const remedy = (command: string) => ({what: 'Do', command})
  const disk = check('disk', failure('The disk is full.', remedy('prune')))
  const docker = check('docker', failure('Docker is not running.', remedy('start docker')), 3)

  it('return every result, in order', async () => {
    const found = await results(check('a', ok('fine')), disk, check('b', warning('hm')))
    expect(found.map(({id, status}) => `${id} ${status}`)).to.deep.equal(['a ok', 'disk error', 'b warning'])
  })

  it('omit a check that does not apply', async () => {
    expect(await results({...disk, applies: () => false})).to.deep.equal([])
  })

  it('let warnings pass', async () => {
    expect(await errorOf(check('a', warning('hm')), check('b', ok('fine')))).to.equal(undefined)
  })

  it('fail with the code of the only problem', async () => {
    const error = await errorOf(disk, check('a', ok('fine')))
    expect(error).to.deep.include({message: 'The disk is full.', code: 'RDE_DISK', oclif: {exit: 1}})
  })

  it('count the problems and list their remedies', async () => {
    const error = await errorOf(disk, docker)
    expect(error?.message.split('\n')).to.deep.equal(['2 problems:', '  The disk is full.', '  Docker is not running.'])
    expect(error?.remedies.map(({command}) => command)).to.deep.equal(['prune', 'start docker', 'rde doctor'])
    expect(error).to.deep.include({code: 'RDE_PREFLIGHT', oclif: {exit: 3}, outcome: 'Nothing was created.'})
  })

  it('count each line of a check, and keep its code if it is the only one', async () => {
    const error = await errorOf(check('ports', failure('one\ntwo')))
    expect(error).to.include({message: '2 problems:\n  one\n  two', code: 'RDE_PORTS'})
  })

  it('count a line with its indented lines as one problem', async () => {
    const error = await errorOf(check('images', failure('Two are missing:\n  a:1\n  b:1')), disk)
    expect(error?.message.split('\n')[0]).to.equal('2 problems:')
  })

  it('list a shared remedy once', async () => {
    const error = await errorOf(docker, {...docker, id: 'again'})
    expect(error?.remedies.map(({command}) => command)).to.deep.equal(['start docker', 'rde doctor'])
  })
})
