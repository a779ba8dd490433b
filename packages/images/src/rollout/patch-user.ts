import type {Kubectl} from '@rde/toolchain'

import type {ImageUser, UsedImage} from './image-users.js'

/**
 * Gives a workload the image by its digest. Not an annotation: new pods would then take whatever a node has under the tag,
 * which may be older on a node that joins later; a digest is one content for ever, with any pull policy.
 */
export async function patchUser(user: ImageUser, image: UsedImage, kubectl: Kubectl): Promise<void> {
  const {kind, metadata} = user.workload
  const args = [
    '--namespace',
    metadata.namespace,
    '--type=strategic',
    `--patch=${JSON.stringify(patchOf(user, image))}`,
  ]
  await kubectl.run('patch', `${kind.toLowerCase()}s.apps`, metadata.name, ...args)
}

function patchOf({containers}: ImageUser, {digest, podName}: UsedImage): object {
  const kinds = ['containers', 'initContainers'] as const
  const given = kinds.flatMap((kind) => {
    const ours = containers.filter((container) => container.kind === kind)
    // The name that its author chose stays readable, and tells the next import that this is its image.
    const named = ours.map(({name, image}) => ({name, image: `${podName ?? image.split('@')[0]}@${digest}`}))
    return named.length === 0 ? [] : [[kind, named] as const]
  })
  return {spec: {template: {spec: Object.fromEntries(given)}}}
}
