import {RdeError, type Remedy} from '@rde/errors'
import type {Snapshot} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'

/**
 * Throws RDE_IMAGE_NAME_CLASH where another reference has the same place in the cluster's registry, which leaves the host
 * out: a node that asks for either of them would get the other one's content.
 */
export function refuseNameClash(reference: ImageReference, others: readonly ImageReference[]): void {
  const other = others.find((name) => isClash(reference, name))
  if (other === undefined) return
  throw nameClash(`${reference} and ${other} have the same place in the cluster registry: ${reference.path}.`, [
    {what: 'Remove the other one', command: `rde images remove ${other}`},
    otherName(reference),
  ])
}

/** The same against what runs, the stack's own images among it: pods of that name would get what is imported. */
export function refuseToReplace(reference: ImageReference, snapshot: Snapshot, registryHosts: readonly string[]): void {
  const user = usersIn(snapshot).find(({image}) => !registryHosts.includes(image.host) && isClash(reference, image))
  if (user === undefined) return
  throw nameClash(
    `${reference} would replace ${user.image} in the cluster registry; ${user.name} is using ${user.image}.`,
    [otherName(reference)],
  )
}

function nameClash(message: string, remedies: readonly Remedy[]): RdeError {
  return new RdeError(message, {code: 'RDE_IMAGE_NAME_CLASH', remedies, outcome: 'The image was not imported.'})
}

function otherName(reference: ImageReference): Remedy {
  const {repository, tag} = reference
  return {
    what: 'Give this one another name',
    command: `docker tag ${reference} local/${repository.split('/').at(-1)}:${tag}`,
  }
}

function isClash(reference: ImageReference, name: ImageReference): boolean {
  return name.path === reference.path && !name.equals(reference)
}

/** Who uses which image, by its name without the digest. */
function usersIn({pods, workloads}: Snapshot): Array<{name: string; image: ImageReference}> {
  const specs = [
    ...workloads.map(({kind, metadata, spec}) => ({kind, metadata, spec: spec.template?.spec})),
    ...pods.map(({kind, metadata, spec}) => ({kind, metadata, spec})),
  ]
  return specs.flatMap(({kind, metadata: {namespace, name}, spec}) =>
    [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].flatMap(({image = ''}) => {
      const read = ImageReference.read(image)?.withoutDigest()
      return read === undefined ? [] : [{name: `${kind} ${namespace}/${name}`, image: read}]
    }),
  )
}
