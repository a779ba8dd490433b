import type {Kubectl} from '@rde/toolchain'

import type {ImageUser, UsedImage} from './image-users.js'

/**
 * Patches a workload to use the image by its digest. An annotation would not do: new pods would use whatever a node has
 * under the tag, which may be older on a node that joins later. A digest always names the same content.
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
  const patches = kinds.flatMap((kind) => {
    const ours = containers.filter((container) => container.kind === kind)
    // Keep the author's name readable, so that the next import recognises the image.
    const named = ours.map(({name, image}) => ({name, image: `${podName ?? image.split('@')[0]}@${digest}`}))
    return named.length === 0 ? [] : [[kind, named] as const]
  })
  return {spec: {template: {spec: Object.fromEntries(patches)}}}
}
