import {RdeError} from '@rde/errors'

import type {Extension, OnBroken} from './extension.js'

/** Things whose ids must be unique. */
const claims = {
  component: ({contribution: {components = {}}}: Extension) => Object.keys(components),
  service: ({contribution: {services = {}}}: Extension) => Object.keys(services),
  phase: ({contribution: {phases = []}}: Extension) => phases.map(({id}) => id),
  check: ({contribution: {checks = []}}: Extension) => checks.map(({id}) => id),
} as const

/** Removes the extensions that claim an id of an earlier one, and reports each. */
export function rejectDuplicateClaims(extensions: readonly Extension[], onBroken: OnBroken): Extension[] {
  const owners = new Map<string, string>()
  return extensions.filter((extension) => {
    const own = Object.entries(claims).flatMap(([kind, ids]) => ids(extension).map((id) => `${kind} "${id}"`))
    const taken = own.find((claim, index) => owners.has(claim) || own.indexOf(claim) !== index)
    if (taken === undefined) for (const claim of own) owners.set(claim, extension.name)
    else onBroken(duplicateClaim(taken, owners.get(taken), extension.name))
    return taken === undefined
  })
}

function duplicateClaim(claim: string, first: string | undefined, second: string): RdeError {
  const who = first === undefined ? `${second} twice` : `both ${first} and ${second}`
  const names = first === undefined ? [second] : [second, first]
  return new RdeError(`The ${claim} is claimed by ${who}.`, {
    code: 'RDE_EXTENSION_CLASH',
    remedies: [
      ...names.map((name, index) => ({
        what: index === 0 ? 'Remove one of them' : 'Or the other one',
        command: `rde plugins uninstall ${name}`,
      })),
      {what: 'Or start without any', command: 'RDE_PLUGINS=off rde cluster start'},
    ],
  })
}
