import type {KubernetesObject} from '@rde/toolchain/wrappers/kubectl'

import type {Value} from '../document.js'

/** A Kubernetes object made of what a workflow file says; `toJson` makes it text. */
export interface Resource extends KubernetesObject {
  readonly spec?: Readonly<Record<string, Value>>
}
