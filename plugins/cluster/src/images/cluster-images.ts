import {ImageReference} from '@rde/images'
import {k3dImages} from '@rde/toolchain/wrappers/k3d-images'
import {managedVersion} from '@rde/toolchain/managed-tools/managed-tools'

/** The images of the cluster's containers: nodes, load balancer, registry and k3d's helper. */
export function clusterImages(k3sImage: string, k3dVersion = managedVersion('k3d')): ImageReference[] {
  return [k3sImage, ...k3dImages(k3dVersion)].map(ImageReference.parse)
}
