import {ImageReference} from '@rde/images'
import {k3dImages} from '@rde/toolchain/wrappers/k3d-images'
import {managedVersion} from '@rde/toolchain/managed-tools/managed-tools'

/** What Docker runs of a cluster, whatever is installed on it: nodes, the proxy before them, the registry, k3d's own helper. */
export function clusterImages(k3sImage: string, k3dVersion = managedVersion('k3d')): ImageReference[] {
  return [k3sImage, ...k3dImages(k3dVersion)].map(ImageReference.parse)
}
