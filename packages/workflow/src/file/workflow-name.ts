/** Namespaces of the system, and the beginnings of their names: a workflow may not be called like one. */
const reserved = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'ambassador',
  'knative-serving',
  'kourier-system',
])
const reservedBeginnings = ['kube-', 'relay-', 'tekton-', 'knative-']

/** Leaves room for what is put behind it: the number of a run, the name of a pod. */
const maxLength = 50

/** What is wrong with the name of a workflow; undefined if nothing is. It becomes part of the names of Kubernetes objects. */
export function checkWorkflowName(name: string): string | undefined {
  if (name === '') return 'a workflow needs a name'
  if (name.length > maxLength)
    return `the name of a workflow has at most ${maxLength} characters, this one ${name.length}`
  // relay-core leaves digits at the beginning out of some names: of 1-a and a, it would make one.
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    return `"${name}" cannot be the name of a workflow: use lower-case letters, digits and "-", a letter first, a letter or digit last`
  }
  if (reserved.has(name) || reservedBeginnings.some((beginning) => name.startsWith(beginning))) {
    return `"${name}" cannot be the name of a workflow: that is the name of a namespace of the system`
  }
  return undefined
}
