import type {KubernetesObject} from '@rde/toolchain/wrappers/kubectl'

import type {Value} from '../document.js'

/** A Kubernetes object generated from a workflow file; `toJson` serializes it. */
export interface Resource extends KubernetesObject {
  readonly spec?: Readonly<Record<string, Value>>
}
