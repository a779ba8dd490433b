import {RdeError} from '@rde/errors'
import {parseImageReference, readImageReference} from '@rde/images/image-reference'
import {repositoryPath} from '@rde/images/registry/registry-names'
import type {Snapshot} from '@rde/toolchain'

/**
 * Throws RDE_IMAGE_NAME_CLASH where another reference has the same place in the cluster's registry, which leaves the host
 * out: a node that asks for either of them would get the other one's content.
 */
export function refuseNameClash(reference: string, others: readonly string[]): void {
  const other = others.find((name) => isClash(reference, name))
  if (other === undefined) return
  const place = repositoryPath(reference)
  throw new RdeError(`${reference} and ${other} would have one place in the cluster's registry, ${place}.`, {
    code: 'RDE_IMAGE_NAME_CLASH',
    remedies: [
      {what: 'Do without the other one', command: `rde images remove ${other}`},
      {what: 'Or give this one another name', command: `docker tag ${reference} NAME:TAG`},
    ],
    outcome: 'It was not imported.',
  })
}

/** The same against what runs, the stack's own images among it: pods of that name would get what is imported. */
export function refuseToShadow(reference: string, survey: Snapshot, registryHosts: readonly string[]): void {
  const user = usersIn(survey).find(({image}) => !isOfRegistry(image, registryHosts) && isClash(reference, image))
  if (user === undefined) return
  throw new RdeError(
    `${reference} would have the place of ${user.image}, which ${user.name} runs, in the cluster's registry.`,
    {
      code: 'RDE_IMAGE_NAME_CLASH',
      remedies: [{what: 'Give this one another name', command: `docker tag ${reference} NAME:TAG`}],
      outcome: 'It was not imported.',
    },
  )
}

function isClash(reference: string, name: string): boolean {
  const {canonical} = parseImageReference(reference)
  return repositoryPath(name) === repositoryPath(reference) && readImageReference(name)?.canonical !== canonical
}

/** Who runs which image, by what it is called without its digest. */
function usersIn({pods, workloads}: Snapshot): Array<{name: string; image: string}> {
  const specs = [
    ...workloads.map(({kind, metadata, spec}) => ({kind, metadata, spec: spec.template?.spec})),
    ...pods.map(({kind, metadata, spec}) => ({kind, metadata, spec})),
  ]
  return specs.flatMap(({kind, metadata: {namespace, name}, spec}) =>
    [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(({image = ''}) => ({
      name: `${kind} ${namespace}/${name}`,
      image: image.replace(/@sha256:.*$/, ''),
    })),
  )
}

function isOfRegistry(image: string, registryHosts: readonly string[]): boolean {
  return registryHosts.some((host) => image.startsWith(`${host}/`))
}
