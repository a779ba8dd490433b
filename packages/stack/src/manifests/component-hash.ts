import {createHash} from 'node:crypto'

import type {RenderedChart, RenderedComponent} from './render-component.js'

export interface HashedComponent extends Pick<RenderedComponent, 'version' | 'crds' | 'objects'> {
  readonly charts: ReadonlyArray<Omit<RenderedChart, 'path'>>
}

/**
 * The SHA-256 of a component's version, objects, charts and values. The order of keys does not matter.
 */
export function componentHash({version, crds, objects, charts}: HashedComponent): string {
  const releases = charts.map(({release, namespace, sha256, values}) => ({release, namespace, sha256, values}))
  return createHash('sha256')
    .update(stableJson({version, crds, objects, charts: releases}))
    .digest('hex')
}

function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
