import {RdeError, type Remedy} from '@rde/errors'
import type {Snapshot} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'

/**
 * Throws RDE_IMAGE_NAME_CLASH if another reference has the same path in the cluster's registry, which omits the host: a
 * node that pulls one of them could get the content of the other.
 */
export function refuseNameClash(reference: ImageReference, others: readonly ImageReference[]): void {
  const other = others.find((name) => isClash(reference, name))
  if (other === undefined) return
  throw nameClash(`${reference} and ${other} have the same path in the cluster registry: ${reference.path}.`, [
    {what: 'Remove the other one', command: `rde images remove ${other}`},
    otherName(reference),
  ])
}

/** The same check against images in use, including those of the stack: their pods would get the imported content. */
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

/** The pods and workloads with their images, by name without the digest. */
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
