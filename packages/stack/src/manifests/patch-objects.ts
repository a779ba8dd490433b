import type {Patch} from '../document/component-schema.js'
import {describePattern, matchesObject} from './matches-object.js'
import type {Manifest} from './read-manifest.js'

/** Applies patches to objects; also returns the patches that matched no object. */
export function patchObjects(
  objects: readonly Manifest[],
  patches: readonly Patch[],
): {objects: Manifest[]; unmatched: string[]} {
  const unmatched = patches.filter((patch) => !objects.some((object) => matchesObject(patch, object)))
  const patched = objects.map((object) =>
    patches
      .filter((patch) => matchesObject(patch, object))
      .reduce<Manifest>((before, {merge}) => mergePatch(before, merge) as Manifest, object),
  )
  return {objects: patched, unmatched: unmatched.map(describePattern)}
}

/**
 * JSON merge patch (RFC 7386), in which null removes a key. As an extension, an object is merged into each entry of a
 * list, for example into the containers of a pod.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  if (Array.isArray(target)) return target.map((item) => mergePatch(item, patch))
  const below = isObject(target) ? target : {}
  const changed = Object.entries(patch)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [key, mergePatch(below[key], value)])
  const kept = Object.entries(below).filter(([key]) => patch[key] !== null)
  return {...Object.fromEntries(kept), ...Object.fromEntries(changed)}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
