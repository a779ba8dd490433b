import type {ClusterIdentity} from '../cluster-identity.js'
import {rdeConfigV1, type RdeConfig} from './v1.js'

/** What a new cluster of this identity starts from: the defaults of the schema, with the identity's own ports. */
export function defaultConfig({ports}: ClusterIdentity): RdeConfig {
  return rdeConfigV1.parse({version: 1, cluster: {...ports}})
}
