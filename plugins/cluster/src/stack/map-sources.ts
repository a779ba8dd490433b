import type {Component} from './component-schema.js'
import {source as sourceSchema, type Source} from './source-schema.js'
import type {Stack} from './stack-schema.js'

/** The stack with every source changed, also those that a component has only in some profile; one after the other. */
export async function mapSources(stack: Stack, change: (source: Source) => Promise<Source>): Promise<Stack> {
  const components: Stack['components'] = {}
  for (const [id, component] of Object.entries(stack.components)) {
    components[id] = {
      ...component,
      sources: await inTurn(component.sources, change),
      inProfile: await mapProfiles(component.inProfile, change),
    }
  }
  return {...stack, components}
}

async function mapProfiles(inProfile: Component['inProfile'], change: (source: Source) => Promise<Source>) {
  const changed: Component['inProfile'] = {}
  for (const [profile, part] of Object.entries(inProfile) as ['core' | 'full', Record<string, unknown>][]) {
    const {sources, ...rest} = part
    const own = Array.isArray(sources) ? sources.map((source) => sourceSchema.parse(source)) : undefined
    changed[profile] = own === undefined ? part : {...rest, sources: await inTurn(own, change)}
  }
  return changed
}

async function inTurn<Item>(items: readonly Item[], change: (item: Item) => Promise<Item>): Promise<Item[]> {
  const changed: Item[] = []
  for (const item of items) changed.push(await change(item))
  return changed
}
