import {RdeError} from '@rde/errors'
import {parseImageReference, readImageReference, repositoryPath} from '@rde/toolchain'

/**
 * Throws RDE_IMAGE_NAME_CLASH where another reference has the same place in the cluster's registry, which leaves the host
 * out: a node that asks for either of them would get the other one's content.
 */
export function refuseNameClash(reference: string, others: readonly string[]): void {
  const {canonical} = parseImageReference(reference)
  const place = repositoryPath(reference)
  const other = others.find(
    (name) => repositoryPath(name) === place && readImageReference(name)?.canonical !== canonical,
  )
  if (other === undefined) return
  throw new RdeError(`${reference} and ${other} would have one place in the cluster's registry, ${place}.`, {
    code: 'RDE_IMAGE_NAME_CLASH',
    remedies: [
      {what: 'Do without the other one', command: `rde images remove ${other}`},
      {what: 'Or give this one another name', command: `docker tag ${reference} NAME:TAG`},
    ],
    outcome: 'It was not imported.',
  })
}
