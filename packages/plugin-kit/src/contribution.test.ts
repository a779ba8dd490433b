import {expect} from 'chai'

import {RdeError} from '@rde/errors'

import {collectContributions} from './contribution.js'

type Config = Parameters<typeof collectContributions>[0]
const nothing = {} as Parameters<typeof collectContributions>[1]
const answering = (successes: object[], failures: object[] = []) =>
  ({name: 'rde', runHook: async () => ({successes, failures})}) as unknown as Config

describe('collectContributions', () => {
  it('names the plugin whose hook threw, and says why', async () => {
    const config = answering([], [{plugin: {name: '@team/x'}, error: new Error('no such file')}])
    const error = await collectContributions(config, nothing).catch((thrown: Error) => thrown)
    expect(error).to.have.property('message', 'The plugin @team/x failed to load.\nno such file')
  })

  it('passes on an error that a plugin foresaw, as it is', async () => {
    const foreseen = new RdeError('ours.yaml has a problem', {code: 'RDE_STACK_INVALID', exitCode: 2})
    const config = answering([], [{plugin: {name: '@team/x'}, error: foreseen}])
    expect(await collectContributions(config, nothing).catch((thrown: Error) => thrown)).to.equal(foreseen)
  })

  it('never offers to uninstall what comes with rde', async () => {
    const bug = new Error('a bug')
    const config = answering([], [{plugin: {name: 'rde'}, error: bug}])
    expect(await collectContributions(config, nothing).catch((thrown: Error) => thrown)).to.equal(bug)
  })

  it('refuses a plugin that speaks another version of the interface', async () => {
    const config = answering([{plugin: {name: '@team/x'}, result: {apiVersion: 2}}])
    const error = await collectContributions(config, nothing).catch((thrown: Error) => thrown)
    expect(error).to.have.property('code', 'RDE_PLUGIN_BROKEN')
  })

  it('gives what every plugin adds', async () => {
    const config = answering([{plugin: {name: 'a'}, result: {apiVersion: 1, phases: []}}])
    expect(await collectContributions(config, nothing)).to.deep.equal([{apiVersion: 1, phases: []}])
  })
})
