import type {z} from 'zod'

import type {component} from './component-schema.js'
import type {stack} from './stack-schema.js'

/** A stack as it is written, before defaults are filled in. */
export type StackDocument = z.input<typeof stack>

/** A component as it is written. */
export type ComponentDocument = z.input<typeof component>

/** Removes the sums of a component's sources, in every profile: they belong to the version in the stack file. */
export function dropStaleSums(document: ComponentDocument): ComponentDocument {
  const {sources, inProfile = {}} = document
  const profiles = Object.entries(inProfile).map(([profile, changes]) => {
    const own = changes?.['sources']
    return [profile, Array.isArray(own) ? {...changes, sources: own.map(withoutSum)} : changes]
  })
  return {...document, sources: sources.map(withoutSum), inProfile: Object.fromEntries(profiles)}
}

function withoutSum<Shape extends object>(source: Shape): Shape & {sha256: null} {
  return {...source, sha256: null}
}
