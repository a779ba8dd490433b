import type {Config, Hook} from '@oclif/core/interfaces'

import {RdeError} from '@rde/errors'

import type {Phase} from './phase.js'

/** What a plugin adds to rde. Plain data and functions only: it may come from another copy of this package. */
export interface Contribution {
  readonly apiVersion: 1
  readonly phases?: readonly Phase[]
}

declare module '@oclif/core/interfaces' {
  interface Hooks {
    'rde:contribute': {options: Record<never, never>; return: Contribution}
  }
}

export type ContributeHook = Hook<'rde:contribute'>

/** Asks every plugin, ours and the team's alike. oclif keeps quiet about hooks that throw, so we speak up. */
export async function collectContributions(config: Pick<Config, 'runHook'>): Promise<Contribution[]> {
  const {successes, failures} = await config.runHook('rde:contribute', {}, undefined, true)
  const [failure] = failures
  if (failure) throw broken(failure.plugin.name, failure.error.message)
  for (const {plugin, result} of successes) {
    if (result?.apiVersion !== 1) throw broken(plugin.name, 'it speaks another version of the plugin interface than 1')
  }
  return successes.map(({result}) => result)
}

/** The phases of all plugins, in no order. */
export async function contributedPhases(config: Pick<Config, 'runHook'>): Promise<Phase[]> {
  return (await collectContributions(config)).flatMap(({phases = []}) => phases)
}

function broken(plugin: string, why: string): RdeError {
  return new RdeError(`The plugin ${plugin} could not say what it adds to rde.\n${why}`, {
    code: 'RDE_PLUGIN_BROKEN',
    remedies: [
      {what: 'Update it', command: 'rde plugins update'},
      {what: 'Or do without it', command: `rde plugins uninstall ${plugin}`},
    ],
  })
}
