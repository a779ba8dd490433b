import {basename} from 'node:path'

/** Reserved names and prefixes: a workflow must not have the name of a system namespace. */
const reserved = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'ambassador',
  'knative-serving',
  'kourier-system',
])
const reservedPrefixes = ['kube-', 'relay-', 'tekton-', 'knative-']

/** Leaves room for suffixes: the number of a run, the name of a pod. */
const maxLength = 50

/** What is wrong with the name of a workflow; undefined if it is valid. It becomes part of Kubernetes object names. */
export function checkWorkflowName(name: string): string | undefined {
  if (name === '') return 'a workflow needs a name'
  if (name.length > maxLength)
    return `the name of a workflow has at most ${maxLength} characters; this one has ${name.length}`
  // relay-core drops leading digits from some names: 1-a and a would become the same.
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    return `"${name}" cannot be the name of a workflow: use lower-case letters, digits and "-", starting with a letter and ending with a letter or digit`
  }
  if (reserved.has(name) || reservedPrefixes.some((prefix) => name.startsWith(prefix))) {
    return `"${name}" cannot be the name of a workflow: it is reserved for a system namespace`
  }
  return undefined
}

/** The name of a workflow from the name of its file: `20-deploy.yaml` gives `deploy`; the number only orders files. */
export function nameOfPath(path: string): string {
  return basename(path)
    .replace(/\.ya?ml$/i, '')
    .replace(/^[\d._-]+(?=[a-z])/, '')
}

/** A valid name similar to this one. */
export function suggestName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, maxLength)
    .replace(/-+$/, '')
  return checkWorkflowName(plain) === undefined ? plain : 'my-workflow'
}
