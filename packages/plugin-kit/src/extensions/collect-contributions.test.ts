import {RdeError} from '@rde/errors'
import {expect} from 'chai'

import type {PluginHost} from './ask-extensions.js'
import {collectContributions, collectExtensions} from './collect-contributions.js'
import type {ContributionRequest} from './contribution.js'

const request = {config: {extensions: {}}} as unknown as ContributionRequest['rde']

type Answer = (request: ContributionRequest['rde']) => unknown

/** A host with rde itself and extensions; each answers the hook as given. */
function host(answers: Readonly<Record<string, Answer>>): PluginHost {
  const hooks = {'rde:contribute': [{}]}
  const plugins = Object.keys(answers).map((name) => [name, {name, version: '1.0.0', root: `/${name}`, hooks}] as const)
  return {
    name: 'rde',
    plugins: new Map(plugins),
    async runHook(this: PluginHost, _: string, {rde}: {rde: ContributionRequest['rde']}) {
      const [plugin] = [...this.plugins.values()]
      try {
        return {successes: [{plugin, result: await answers[plugin!.name]!(rde)}], failures: []}
      } catch (error) {
        return {successes: [], failures: [{plugin, error}]}
      }
    },
  } as unknown as PluginHost
}

const throwing = (error: Error) => () => {
  throw error
}
const failure = (answers: Readonly<Record<string, Answer>>) =>
  collectContributions(host(answers), request).then(
    () => undefined,
    (error: RdeError) => error,
  )
const phase = {id: 'x-phase', title: 'X', run: async () => ({changed: false, detail: ''})}

describe('collectContributions', () => {
  it('names the extension whose hook threw, and the reason', async () => {
    const error = await failure({'@team/x': throwing(new Error('no such file'))})
    expect(error?.message).to.equal('The extension @team/x failed to load.\nno such file')
    expect(error?.remedies.map(({command}) => command)).to.deep.equal([
      'rde plugins update',
      'rde plugins uninstall @team/x',
      'RDE_PLUGINS=off rde cluster start',
    ])
  })

  it('never offers to uninstall what comes with rde', async () => {
    const bug = new Error('a bug')
    expect(await failure({rde: throwing(bug)})).to.equal(bug)
  })

  it('passes on an error that rde foresaw, as it is', async () => {
    const foreseen = new RdeError('ours.yaml has a problem', {code: 'RDE_STACK_INVALID', exitCode: 2})
    expect(await failure({rde: throwing(foreseen)})).to.equal(foreseen)
  })

  for (const [what, answer, why] of [
    [
      'speaks another version',
      {apiVersion: 2},
      'It uses version 2 of the extension interface; this rde knows version 1.',
    ],
    ['returns nothing', undefined, 'Its contribute function returned nothing.'],
    [
      'adds what nobody knows',
      {apiVersion: 1, phase: []},
      'It adds "phase", which this rde does not know; did it mean phases?',
    ],
    ['adds what is no list', {apiVersion: 1, phases: {}}, 'Its "phases" must be a list.'],
    [
      'has a phase that cannot run',
      {apiVersion: 1, phases: [{id: 'a', title: 'A'}]},
      'One of its phases (a) has no id, title or run function.',
    ],
  ] as const) {
    it(`refuses an extension that ${what}`, async () => {
      const error = await failure({'@team/x': () => answer})
      expect(error).to.include({code: 'RDE_PLUGIN_BROKEN'})
      expect(error?.message).to.contain(why)
    })
  }

  it("passes what the extensions add to rde's own plugins", async () => {
    let received: ContributionRequest['rde'] | undefined
    await collectContributions(
      host({rde: (rde) => ((received = rde), {apiVersion: 1}), '@team/x': () => ({apiVersion: 1})}),
      request,
    )
    expect(received?.extensions).to.deep.equal([
      {name: '@team/x', version: '1.0.0', root: '/@team/x', contribution: {apiVersion: 1}},
    ])
  })

  it('gives the extension its own section of config.json', async () => {
    let received: ContributionRequest['rde'] | undefined
    const config = {extensions: {'@team/x': {port: 1}, '@team/y': {port: 2}}}
    const other = {config} as unknown as ContributionRequest['rde']
    await collectContributions(host({'@team/x': (rde) => ((received = rde), {apiVersion: 1})}), other)
    expect(received?.settings).to.deep.equal({port: 1})
  })

  it('records which extension a phase comes from', async () => {
    const found = await collectContributions(host({'@team/x': () => ({apiVersion: 1, phases: [phase]})}), request)
    expect(found.flatMap(({phases = []}) => phases.map(({extension}) => extension))).to.deep.equal(['@team/x'])
  })

  it('names both extensions that claim one id', async () => {
    const both = () => ({apiVersion: 1, components: {'orders-db': {}}})
    const error = await failure({'@team/a': both, '@team/b': both})
    expect(error).to.include({code: 'RDE_EXTENSION_CLASH'})
    expect(error?.message).to.equal('The component "orders-db" is claimed by both @team/a and @team/b.')
  })

  it('continues without a broken extension if that is only reported', async () => {
    const broken: string[] = []
    const plugins = host({'@team/a': throwing(new Error('no')), '@team/b': () => ({apiVersion: 1})})
    const found = await collectExtensions(plugins, request, ({code}) => void broken.push(code))
    expect(found.map(({name}) => name)).to.deep.equal(['@team/b'])
    expect(broken).to.deep.equal(['RDE_PLUGIN_BROKEN'])
  })
})
