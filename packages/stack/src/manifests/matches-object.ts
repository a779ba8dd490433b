import type {Manifest} from './read-manifest.js'

/** Selects objects in a stack file: by kind, and optionally by version, name and namespace. */
export interface ObjectPattern {
  readonly kind: string
  readonly apiVersion?: string | undefined
  readonly name?: string | undefined
  readonly namespace?: string | undefined
}

export function matchesObject({kind, apiVersion, name, namespace}: ObjectPattern, object: Manifest): boolean {
  return (
    object.kind === kind &&
    (apiVersion ?? object.apiVersion) === object.apiVersion &&
    (name ?? object.metadata.name) === object.metadata.name &&
    (namespace ?? object.metadata.namespace) === object.metadata.namespace
  )
}

/** `ConfigMap knative-serving/config-network`. */
export function describePattern({kind, apiVersion, name, namespace}: ObjectPattern): string {
  const where = [namespace, name].filter((part) => part !== undefined).join('/')
  return [apiVersion, kind, where].filter((part) => part !== undefined && part !== '').join(' ')
}
