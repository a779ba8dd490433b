import type {RdeConfig} from '@rde/config'
import {mergeDocuments} from '@rde/config/documents/merge-documents'

import {component, type Component} from './component-schema.js'
import type {Stack} from './stack-schema.js'
import {withoutKey} from './without-key.js'

export interface Selection {
  readonly profile: RdeConfig['stack']['profile']
  readonly ingress: RdeConfig['stack']['ingress']
}

/** A component with the settings of the selected profile and ingress. */
export interface SelectedComponent extends Omit<Component, 'inProfile'> {
  readonly id: string
}

/**
 * The components that run, each after those in its `after`. `after` names only components that run: one that is left
 * out is replaced by its own `after`.
 */
export function selectComponents(stack: Pick<Stack, 'components'>, selection: Selection): SelectedComponent[] {
  const {profile} = selection
  const all = new Map(Object.entries(stack.components).map(([id, declared]) => [id, inProfile(declared, profile)]))
  const runs = (id: string) => isSelected(all.get(id)!, selection)
  const needs = (id: string): string[] =>
    all.get(id)!.after.flatMap((needed) => (runs(needed) ? [needed] : needs(needed)))
  const chosen = [...all].filter(([id]) => runs(id))
  return inOrder(
    chosen.map(([id, part]) => ({
      id,
      ...part,
      after: [...new Set(needs(id))],
      patches: part.patches.filter(({ingress = selection.ingress}) => ingress === selection.ingress),
    })),
  )
}

function inProfile(
  {inProfile: changes, ...rest}: Component,
  profile: Selection['profile'],
): Omit<Component, 'inProfile'> {
  return withoutKey(
    component.parse(mergeDocuments(rest, profile === 'bare' ? {} : (changes[profile] ?? {}))),
    'inProfile',
  )
}

function isSelected(part: Omit<Component, 'inProfile'>, {profile, ingress}: Selection): boolean {
  return part.enabled && part.profiles.some((one) => one === profile) && (part.ingress ?? ingress) === ingress
}

/** Sorts components by dependency. There are no cycles: the check of the stack rejects them. */
function inOrder(components: readonly SelectedComponent[]): SelectedComponent[] {
  const ordered: SelectedComponent[] = []
  const visit = (part: SelectedComponent) => {
    if (ordered.includes(part)) return
    for (const needed of components.filter(({id}) => part.after.includes(id))) visit(needed)
    ordered.push(part)
  }
  for (const part of components) visit(part)
  return ordered
}
